/** The status page of a running system: samples its processes every few seconds and serves the page on loopback. */
@NullMarked
package io.wellstream.local.status;

import org.jspecify.annotations.NullMarked;
