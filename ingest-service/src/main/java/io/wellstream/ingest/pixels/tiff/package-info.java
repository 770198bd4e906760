/** Reads grey TIFF files of 8 and 16 bits (TIFF 6.0 and BigTIFF), within the bounds that a file declares and this package allows. */
@NullMarked
package io.wellstream.ingest.pixels.tiff;

import org.jspecify.annotations.NullMarked;
