/** The measurements of {@code wellstream bench}. */
@NullMarked
package io.wellstream.local.cli.verb.bench;

import org.jspecify.annotations.NullMarked;
