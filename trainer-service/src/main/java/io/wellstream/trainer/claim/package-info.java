/** The right to train a run: one trainer holds it at a time. */
@NullMarked
package io.wellstream.trainer.claim;

import org.jspecify.annotations.NullMarked;
