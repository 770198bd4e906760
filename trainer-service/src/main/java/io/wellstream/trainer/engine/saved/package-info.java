/** The file of a network in training, which every engine writes and reads: safetensors with named tensors (docs/checkpoints.md). */
@NullMarked
package io.wellstream.trainer.engine.saved;

import org.jspecify.annotations.NullMarked;
