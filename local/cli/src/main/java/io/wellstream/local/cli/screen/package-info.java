/** Describes screens before they are ingested. */
@NullMarked
package io.wellstream.local.cli.screen;

import org.jspecify.annotations.NullMarked;
