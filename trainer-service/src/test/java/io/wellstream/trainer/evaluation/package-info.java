@NullMarked
package io.wellstream.trainer.judge;

import org.jspecify.annotations.NullMarked;
