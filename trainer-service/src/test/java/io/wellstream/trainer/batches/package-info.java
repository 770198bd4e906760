@NullMarked
package io.wellstream.trainer.batches;

import org.jspecify.annotations.NullMarked;
