/** The start of a service: waits for broker and store, checks that they belong together, then watches the broker. */
@NullMarked
package io.wellstream.wire.start;

import org.jspecify.annotations.NullMarked;
