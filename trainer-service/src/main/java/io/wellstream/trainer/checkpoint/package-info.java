/** The saved states of a run in the object store. */
@NullMarked
package io.wellstream.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
