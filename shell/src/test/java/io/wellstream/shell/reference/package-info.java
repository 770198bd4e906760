/** Prints the reference pages in docs/ from the code and fails when they are stale; for the tests of all modules. */
@NullMarked
package io.wellstream.shell.reference;

import org.jspecify.annotations.NullMarked;
