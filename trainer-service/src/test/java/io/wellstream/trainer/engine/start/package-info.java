@NullMarked
package io.wellstream.trainer.engine.start;

import org.jspecify.annotations.NullMarked;
