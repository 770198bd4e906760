/** The accuracy of predictions, counted or estimated, always with its uncertainty; labelling wells by the design. */
@NullMarked
package io.wellstream.imaging.score;

import org.jspecify.annotations.NullMarked;
