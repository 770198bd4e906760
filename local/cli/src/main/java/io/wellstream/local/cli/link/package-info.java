/** The connection of a command to a system that may go away, come back, and move to other addresses meanwhile. */
@NullMarked
package io.wellstream.local.cli.link;

import org.jspecify.annotations.NullMarked;
