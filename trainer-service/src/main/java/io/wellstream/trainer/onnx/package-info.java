/** ONNX files without the training engine: exports networks, from a {@code NetworkSpec} and its weights, and reads weights. */
@NullMarked
package io.wellstream.trainer.onnx;

import org.jspecify.annotations.NullMarked;
