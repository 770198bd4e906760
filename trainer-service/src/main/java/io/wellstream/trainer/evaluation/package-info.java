/** Evaluates networks on wells that they were not trained on: loss, accuracy and calibration. */
@NullMarked
package io.wellstream.trainer.judge;

import org.jspecify.annotations.NullMarked;
