@NullMarked
package io.wellstream.trainer.engine.torch;

import org.jspecify.annotations.NullMarked;
