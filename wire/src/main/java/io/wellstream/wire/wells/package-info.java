/** What is counted over the wells of a data set, kept up as they change. */
@NullMarked
package io.wellstream.wire.wells;

import org.jspecify.annotations.NullMarked;
