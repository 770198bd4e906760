/** Requests, schedules and trains runs: one run from its claim to its published model. */
@NullMarked
package io.wellstream.trainer.run;

import org.jspecify.annotations.NullMarked;
