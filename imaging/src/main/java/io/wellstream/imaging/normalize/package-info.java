/** From grey levels to network input: per sample and channel one scale and one offset. */
@NullMarked
package io.wellstream.imaging.normalize;

import org.jspecify.annotations.NullMarked;
