/** Reads a screen, proves it whole, stores it and says which wells are there. {@link io.wellstream.ingest.IngestFlow} is the way through. */
@NullMarked
package io.wellstream.ingest;

import org.jspecify.annotations.NullMarked;
