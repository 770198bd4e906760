/** The training engine on Deeplearning4j; nothing outside this package sees its types. */
@NullMarked
package io.wellstream.trainer.engine.dl4j;

import org.jspecify.annotations.NullMarked;
