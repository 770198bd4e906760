/** Predict calls: from the images of a well to the probabilities of its classes. */
@NullMarked
package io.wellstream.scorer.predict;

import org.jspecify.annotations.NullMarked;
