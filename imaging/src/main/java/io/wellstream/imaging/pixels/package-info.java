/** Planes, sites and site objects: pixels that know their shape, and the formats they travel in. */
@NullMarked
package io.wellstream.imaging.pixels;

import org.jspecify.annotations.NullMarked;
