/** The quality of a submission: accuracies on known labels, estimates where there are none, alarms, plates. */
@NullMarked
package io.wellstream.scorer.evaluation;

import org.jspecify.annotations.NullMarked;
