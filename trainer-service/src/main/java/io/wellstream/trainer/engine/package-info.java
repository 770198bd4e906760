/** What the training flow needs from a training engine; no types of an engine's library appear here. */
@NullMarked
package io.wellstream.trainer.engine;

import org.jspecify.annotations.NullMarked;
