@NullMarked
package io.wellstream.trainer.engine.saved;

import org.jspecify.annotations.NullMarked;
