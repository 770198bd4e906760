/** The object store: immutable objects, checked by size and SHA-256, over the S3 protocol. */
@NullMarked
package io.wellstream.wire.store;

import org.jspecify.annotations.NullMarked;
