/** Augmentations as values, drawn from a seed, and the pure functions that apply them. */
@NullMarked
package io.wellstream.imaging.augment;

import org.jspecify.annotations.NullMarked;
