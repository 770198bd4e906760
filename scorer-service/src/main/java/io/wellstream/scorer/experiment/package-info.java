/** Whole experiments: scoring all wells with one model, adapting the model, and labelling the wells together. */
@NullMarked
package io.wellstream.scorer.experiment;

import org.jspecify.annotations.NullMarked;
