/** Reproducible random numbers: a generator whose output is fixed to the bit. */
@NullMarked
package io.wellstream.imaging.random;

import org.jspecify.annotations.NullMarked;
