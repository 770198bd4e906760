/** Uneven illumination: how it is estimated from the sites of a plate, and how it is taken out of their pixels. */
@NullMarked
package io.wellstream.imaging.illumination;

import org.jspecify.annotations.NullMarked;
