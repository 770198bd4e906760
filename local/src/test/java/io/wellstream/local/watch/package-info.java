/** The status page: what it computes, and what a browser makes of it. */
@NullMarked
package io.wellstream.local.watch;

import org.jspecify.annotations.NullMarked;
