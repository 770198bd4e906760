/** The verbs of the command line, one class each, and the options that they share. */
@NullMarked
package io.wellstream.local.cli.verb;

import org.jspecify.annotations.NullMarked;
