/** The soak test: a system at work while its processes are killed. */
@NullMarked
package io.wellstream.local.cli.soak;

import org.jspecify.annotations.NullMarked;
