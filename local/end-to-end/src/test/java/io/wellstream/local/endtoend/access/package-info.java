/** Who may call what, hostile callers and files, TLS. */
@NullMarked
package io.wellstream.local.endtoend.access;

import org.jspecify.annotations.NullMarked;
