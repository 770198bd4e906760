/** The whole system, with real processes. */
@NullMarked
package io.wellstream.local.cli;

import org.jspecify.annotations.NullMarked;
