/** Evaluates networks on wells that they were not trained on: loss, accuracy and calibration. */
@NullMarked
package io.wellstream.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
