/** Asking for batches and taking them in the planned order. */
@NullMarked
package io.wellstream.trainer.batches;

import org.jspecify.annotations.NullMarked;
