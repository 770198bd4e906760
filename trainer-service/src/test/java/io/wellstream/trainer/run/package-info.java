@NullMarked
package io.wellstream.trainer.run;

import org.jspecify.annotations.NullMarked;
