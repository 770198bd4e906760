/** Plans a run: pure functions of its manifest and its specification, without input or output. */
@NullMarked
package io.wellstream.trainer.plan;

import org.jspecify.annotations.NullMarked;
