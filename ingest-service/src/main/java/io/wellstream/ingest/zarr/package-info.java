/** Plates in OME-Zarr, whose planes are read as if each were a TIFF file. */
@NullMarked
package io.wellstream.ingest.zarr;

import org.jspecify.annotations.NullMarked;
