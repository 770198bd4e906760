/** How plates are lit: computed from their sites once, and kept in the object store. */
@NullMarked
package io.wellstream.wire.illumination;

import org.jspecify.annotations.NullMarked;
