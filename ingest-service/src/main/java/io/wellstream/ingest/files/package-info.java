/** A screen's files by their path, in a folder or in a zip archive, read in place and within limits. */
@NullMarked
package io.wellstream.ingest.files;

import org.jspecify.annotations.NullMarked;
