/** The conversion of grey levels to network input: one scale and one offset per sample and channel. */
@NullMarked
package io.wellstream.imaging.normalize;

import org.jspecify.annotations.NullMarked;
