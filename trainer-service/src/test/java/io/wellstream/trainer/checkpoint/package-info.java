@NullMarked
package io.wellstream.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
