/** Reads the image files of a screen, in every format and depth, as the planes of 8 or 16 bits that a site object holds. */
@NullMarked
package io.wellstream.ingest.pixels;

import org.jspecify.annotations.NullMarked;
