@NullMarked
package io.wellstream.trainer.engine.dl4j;

import org.jspecify.annotations.NullMarked;
