/** One ingest of one screen: its wells checked, stored and published, its plates and problems reported. {@link io.wellstream.ingest.flow.IngestFlow} is the way through. */
@NullMarked
package io.wellstream.ingest.flow;

import org.jspecify.annotations.NullMarked;
