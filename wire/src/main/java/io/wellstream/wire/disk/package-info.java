/** Keys and values in a folder on a local disk, for tables that memory does not hold. */
@NullMarked
package io.wellstream.wire.disk;

import org.jspecify.annotations.NullMarked;
