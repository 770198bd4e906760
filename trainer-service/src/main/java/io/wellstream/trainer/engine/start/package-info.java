/** Starts the engines by name; the only code that knows all of them. */
@NullMarked
package io.wellstream.trainer.engine.start;

import org.jspecify.annotations.NullMarked;
