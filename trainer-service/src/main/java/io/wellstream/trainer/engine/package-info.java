/** What the training flow asks of a training engine; no engine's own types appear here. */
@NullMarked
package io.wellstream.trainer.engine;

import org.jspecify.annotations.NullMarked;
