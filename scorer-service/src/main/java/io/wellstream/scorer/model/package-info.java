/** Published models: which are served, loading them, and running them on ONNX Runtime. */
@NullMarked
package io.wellstream.scorer.model;

import org.jspecify.annotations.NullMarked;
