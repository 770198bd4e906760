/** Published models that another run begins with, or whose predictions it is trained on. */
@NullMarked
package io.wellstream.trainer.transfer;

import org.jspecify.annotations.NullMarked;
