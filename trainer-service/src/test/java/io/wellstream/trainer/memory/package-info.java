@NullMarked
package io.wellstream.trainer.memory;

import org.jspecify.annotations.NullMarked;
