/** Measurements of single steps; run one alone on a quiet machine. */
@NullMarked
package io.wellstream.benchmarks;

import org.jspecify.annotations.NullMarked;
