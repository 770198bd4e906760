/** How the samples of a training batch are mixed with one another after normalisation. */
@NullMarked
package io.wellstream.trainer.mixing;

import org.jspecify.annotations.NullMarked;
