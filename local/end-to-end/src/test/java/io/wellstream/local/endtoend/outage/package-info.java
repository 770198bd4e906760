/** Processes killed, stopped or upgraded while they work; outages of broker and store. */
@NullMarked
package io.wellstream.local.endtoend.outage;

import org.jspecify.annotations.NullMarked;
