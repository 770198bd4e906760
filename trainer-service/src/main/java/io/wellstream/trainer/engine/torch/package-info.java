/** The training engine on libtorch; its types are not used outside this package. */
@NullMarked
package io.wellstream.trainer.engine.torch;

import org.jspecify.annotations.NullMarked;
