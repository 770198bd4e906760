/** Random choices as values, drawn from a seed, and the pure functions that carry them out. */
@NullMarked
package io.wellstream.imaging.augment;

import org.jspecify.annotations.NullMarked;
