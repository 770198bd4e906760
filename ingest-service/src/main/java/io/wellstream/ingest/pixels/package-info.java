/** Reads the image files of a screen, in every format and depth, as the 8-bit planes that a site object holds. */
@NullMarked
package io.wellstream.ingest.pixels;

import org.jspecify.annotations.NullMarked;
