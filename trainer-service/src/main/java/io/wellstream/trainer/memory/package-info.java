/** What a run needs of the machine's memory, and whether it is there. */
@NullMarked
package io.wellstream.trainer.memory;

import org.jspecify.annotations.NullMarked;
