/** Names: of objects in the bucket, of records in topics, of runs; and the digests that prove content. */
@NullMarked
package io.wellstream.wire.keys;

import org.jspecify.annotations.NullMarked;
