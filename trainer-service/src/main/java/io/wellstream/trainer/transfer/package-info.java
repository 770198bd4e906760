/** The weights of a published model as the beginning of another run. */
@NullMarked
package io.wellstream.trainer.transfer;

import org.jspecify.annotations.NullMarked;
