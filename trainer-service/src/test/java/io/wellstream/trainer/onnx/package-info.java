@NullMarked
package io.wellstream.trainer.onnx;

import org.jspecify.annotations.NullMarked;
