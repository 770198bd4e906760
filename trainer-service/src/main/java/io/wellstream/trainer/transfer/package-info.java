/** The weights of a published model, or of an ONNX file, as the beginning of a run. */
@NullMarked
package io.wellstream.trainer.transfer;

import org.jspecify.annotations.NullMarked;
