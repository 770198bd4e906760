/**
 * The scorer: serves predictions and submissions of published models over gRPC. Models are ONNX files with a card; nothing here depends on how
 * they were trained.
 */
@NullMarked
package io.wellstream.scorer;

import org.jspecify.annotations.NullMarked;
