/** Writes networks as ONNX, from a {@code NetworkSpec} and its weights; no engine is asked. */
@NullMarked
package io.wellstream.trainer.onnx;

import org.jspecify.annotations.NullMarked;
