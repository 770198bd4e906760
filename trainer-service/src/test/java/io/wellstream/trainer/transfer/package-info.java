@NullMarked
package io.wellstream.trainer.transfer;

import org.jspecify.annotations.NullMarked;
