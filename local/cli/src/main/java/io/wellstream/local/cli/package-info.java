/** The command {@code wellstream}: the list of its verbs, and how errors reach the terminal. */
@NullMarked
package io.wellstream.local.cli;

import org.jspecify.annotations.NullMarked;
