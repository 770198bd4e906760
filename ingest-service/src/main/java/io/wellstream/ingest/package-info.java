/** The ingest service: its shell, configuration, readiness and the process that they start. */
@NullMarked
package io.wellstream.ingest;

import org.jspecify.annotations.NullMarked;
