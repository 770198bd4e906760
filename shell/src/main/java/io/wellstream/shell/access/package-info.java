/** Authentication and roles of callers: shared tokens, signed tokens of an identity provider, client certificates. */
@NullMarked
package io.wellstream.shell.access;

import org.jspecify.annotations.NullMarked;
