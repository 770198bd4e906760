@NullMarked
package io.wellstream.trainer.order;

import org.jspecify.annotations.NullMarked;
