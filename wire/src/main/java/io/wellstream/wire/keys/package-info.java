/** Names of objects in the bucket, of records in topics and of runs; the digests that identify content. */
@NullMarked
package io.wellstream.wire.keys;

import org.jspecify.annotations.NullMarked;
