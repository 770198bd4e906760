/** What the terminal shows while a verb runs: progress, and errors in one line. */
@NullMarked
package io.wellstream.local.cli.terminal;

import org.jspecify.annotations.NullMarked;
