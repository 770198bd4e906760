/** Measurements of the training engines, each in a separate process. */
@NullMarked
package io.wellstream.trainer.bench;

import org.jspecify.annotations.NullMarked;
