/** Measurements of the training engines, each in a process of its own. */
@NullMarked
package io.wellstream.trainer.bench;

import org.jspecify.annotations.NullMarked;
