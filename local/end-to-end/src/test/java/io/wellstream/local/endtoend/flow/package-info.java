/** From a screen to a prediction, a submission and an exported model. */
@NullMarked
package io.wellstream.local.endtoend.flow;

import org.jspecify.annotations.NullMarked;
