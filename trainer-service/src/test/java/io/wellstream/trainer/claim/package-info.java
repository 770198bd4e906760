@NullMarked
package io.wellstream.trainer.claim;

import org.jspecify.annotations.NullMarked;
