/** A screen as its author provides it: its description, its metadata, its image files, and everything wrong with them. */
@NullMarked
package io.wellstream.ingest.source;

import org.jspecify.annotations.NullMarked;
