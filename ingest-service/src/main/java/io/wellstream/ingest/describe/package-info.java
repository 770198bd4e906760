/** Looks at a folder and proposes a description of the screen in it. */
@NullMarked
package io.wellstream.ingest.describe;

import org.jspecify.annotations.NullMarked;
