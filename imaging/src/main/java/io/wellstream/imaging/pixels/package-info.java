/** Planes and sites in memory, the formats of their files and objects, and a cache of decoded sites. */
@NullMarked
package io.wellstream.imaging.pixels;

import org.jspecify.annotations.NullMarked;
