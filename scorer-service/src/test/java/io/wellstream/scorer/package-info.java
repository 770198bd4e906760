/** Tests of the scorer. */
@NullMarked
package io.wellstream.scorer;

import org.jspecify.annotations.NullMarked;
