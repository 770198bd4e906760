/** How good predictions are, with how sure that is. */
@NullMarked
package io.wellstream.imaging.score;

import org.jspecify.annotations.NullMarked;
