/** Which model is served: whether a published one becomes it, and how a person changes it. */
@NullMarked
package io.wellstream.trainer.promotion;

import org.jspecify.annotations.NullMarked;
