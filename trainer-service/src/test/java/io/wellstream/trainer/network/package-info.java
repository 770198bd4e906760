@NullMarked
package io.wellstream.trainer.network;

import org.jspecify.annotations.NullMarked;
