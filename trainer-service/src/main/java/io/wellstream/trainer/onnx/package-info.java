/** Exports networks as ONNX, from a {@code NetworkSpec} and its weights, without the training engine. */
@NullMarked
package io.wellstream.trainer.onnx;

import org.jspecify.annotations.NullMarked;
