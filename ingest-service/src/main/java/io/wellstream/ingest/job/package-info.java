/** The ingest jobs of a process: queued, running and ended. */
@NullMarked
package io.wellstream.ingest.job;

import org.jspecify.annotations.NullMarked;
