/** The ingest of one screen, step by step in {@link io.wellstream.ingest.flow.IngestFlow}: check, store and publish its wells, then report. */
@NullMarked
package io.wellstream.ingest.flow;

import org.jspecify.annotations.NullMarked;
