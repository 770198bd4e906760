@NullMarked
package io.wellstream.trainer.engine.testing;

import org.jspecify.annotations.NullMarked;
