@NullMarked
package io.wellstream.trainer.engine;

import org.jspecify.annotations.NullMarked;
