@NullMarked
package io.wellstream.trainer.plan;

import org.jspecify.annotations.NullMarked;
