/** Reproducible draws: named random streams below a screen's seed and the distributions drawn from them. */
@NullMarked
package io.wellstream.simulator.random;

import org.jspecify.annotations.NullMarked;
