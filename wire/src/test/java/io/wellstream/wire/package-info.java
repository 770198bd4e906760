/** Tests of what all packages share, and sample messages for the tests of other modules. */
@NullMarked
package io.wellstream.wire;

import org.jspecify.annotations.NullMarked;
