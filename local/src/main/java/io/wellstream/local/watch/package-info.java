/** The status page: what the services of this machine show of themselves, sampled, computed and drawn for a browser. */
@NullMarked
package io.wellstream.local.watch;

import org.jspecify.annotations.NullMarked;
