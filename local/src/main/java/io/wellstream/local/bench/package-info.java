/** Measures a running scorer: load of its own making, and ONNX Runtime alone beside it. */
@NullMarked
package io.wellstream.local.bench;

import org.jspecify.annotations.NullMarked;
