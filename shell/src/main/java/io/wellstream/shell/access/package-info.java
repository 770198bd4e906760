/** Who may do what: shared tokens, signed tokens of an identity provider and client certificates, each with the roles it carries. */
@NullMarked
package io.wellstream.shell.access;

import org.jspecify.annotations.NullMarked;
