/** Files of a screen on this machine: images, withheld labels, plate groups, simulated screens. */
@NullMarked
package io.wellstream.local.cli.screen;

import org.jspecify.annotations.NullMarked;
