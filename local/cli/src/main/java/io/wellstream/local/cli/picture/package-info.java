/** Pictures drawn after a run: learning curves, predicted wells, memory over time. */
@NullMarked
package io.wellstream.local.cli.picture;

import org.jspecify.annotations.NullMarked;
