/** Serves predictions and submissions of published models over gRPC. Models arrive as ONNX and a card; nothing here knows how they were trained. */
@NullMarked
package io.wellstream.scorer;

import org.jspecify.annotations.NullMarked;
