/** The command line: one class a verb. */
@NullMarked
package io.wellstream.local.cli;

import org.jspecify.annotations.NullMarked;
