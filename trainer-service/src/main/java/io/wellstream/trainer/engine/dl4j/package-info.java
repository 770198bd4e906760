/** The training engine on Deeplearning4j; its types are not used outside this package. */
@NullMarked
package io.wellstream.trainer.engine.dl4j;

import org.jspecify.annotations.NullMarked;
