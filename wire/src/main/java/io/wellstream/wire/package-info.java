/** What topics, keys and store share: rejections, pauses between attempts, traces, the conversion of floats. */
@NullMarked
package io.wellstream.wire;

import org.jspecify.annotations.NullMarked;
