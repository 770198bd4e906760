/** Networks as values: what is computed, in terms that no engine owns. */
@NullMarked
package io.wellstream.trainer.network;

import org.jspecify.annotations.NullMarked;
