@NullMarked
package io.wellstream.trainer.mixing;

import org.jspecify.annotations.NullMarked;
