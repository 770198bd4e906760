/** How good a network is on wells that it was not trained on. */
@NullMarked
package io.wellstream.trainer.judge;

import org.jspecify.annotations.NullMarked;
