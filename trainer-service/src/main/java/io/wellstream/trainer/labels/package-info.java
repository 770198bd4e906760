/** Labels that a model predicted for wells of test experiments, and which of them another run is trained on. */
@NullMarked
package io.wellstream.trainer.labels;

import org.jspecify.annotations.NullMarked;
