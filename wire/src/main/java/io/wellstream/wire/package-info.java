/** What keys, topics and store have in common: rejections, waits between attempts, traces. */
@NullMarked
package io.wellstream.wire;

import org.jspecify.annotations.NullMarked;
