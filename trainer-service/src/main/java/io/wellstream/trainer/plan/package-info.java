/** What a run will do, as pure functions of its manifest and its specification; nothing here talks to anything. */
@NullMarked
package io.wellstream.trainer.plan;

import org.jspecify.annotations.NullMarked;
