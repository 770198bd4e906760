/** Training on wells of the test experiments: its options, and its rounds. */
@NullMarked
package io.wellstream.local.cli.rounds;

import org.jspecify.annotations.NullMarked;
