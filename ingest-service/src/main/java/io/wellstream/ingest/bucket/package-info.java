/** Screens in buckets of S3 servers: which may be read, and their files. */
@NullMarked
package io.wellstream.ingest.bucket;

import org.jspecify.annotations.NullMarked;
