/** The augment worker: takes requests for batches, makes the batches, puts them into the store and answers. */
@NullMarked
package io.wellstream.augment;

import org.jspecify.annotations.NullMarked;
