/** Tests of {@code wire} against a real broker and a real S3 server. */
@NullMarked
package io.wellstream.local.endtoend.wire;

import org.jspecify.annotations.NullMarked;
