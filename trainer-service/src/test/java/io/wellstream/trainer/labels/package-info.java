@NullMarked
package io.wellstream.trainer.labels;

import org.jspecify.annotations.NullMarked;
