/** Files on this machine that verbs read and write: images, withheld labels, plate groups, pictures, simulated screens. */
@NullMarked
package io.wellstream.local.cli.files;

import org.jspecify.annotations.NullMarked;
