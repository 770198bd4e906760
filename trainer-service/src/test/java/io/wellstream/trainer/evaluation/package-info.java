@NullMarked
package io.wellstream.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
