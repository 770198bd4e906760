/** Network architectures as values, independent of any engine. */
@NullMarked
package io.wellstream.trainer.network;

import org.jspecify.annotations.NullMarked;
