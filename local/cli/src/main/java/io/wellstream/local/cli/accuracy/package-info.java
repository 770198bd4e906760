/** The benchmark of accuracy: recipes trained on a hard simulated screen, and compared on its unseen experiments. */
@NullMarked
package io.wellstream.local.cli.accuracy;

import org.jspecify.annotations.NullMarked;
