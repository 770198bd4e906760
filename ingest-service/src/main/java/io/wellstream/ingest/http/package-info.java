/** Jobs and image statistics over HTTP. */
@NullMarked
package io.wellstream.ingest.http;

import org.jspecify.annotations.NullMarked;
