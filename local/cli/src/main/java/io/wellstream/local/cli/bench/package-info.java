/** Benchmarks of a running scorer, compared with ONNX Runtime called directly. */
@NullMarked
package io.wellstream.local.cli.bench;

import org.jspecify.annotations.NullMarked;
