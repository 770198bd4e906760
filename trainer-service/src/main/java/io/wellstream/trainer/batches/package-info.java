/** The batches of a run: requests them, receives them in the planned order, and deletes those no longer needed. */
@NullMarked
package io.wellstream.trainer.batches;

import org.jspecify.annotations.NullMarked;
