/** Samples of the processes' metrics, parsed from Prometheus's text format and kept in memory. */
@NullMarked
package io.wellstream.local.status.sample;

import org.jspecify.annotations.NullMarked;
