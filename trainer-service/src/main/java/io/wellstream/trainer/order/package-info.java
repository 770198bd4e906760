/** Pure functions: which examples each batch of each epoch shows, in which order. */
@NullMarked
package io.wellstream.trainer.order;

import org.jspecify.annotations.NullMarked;
