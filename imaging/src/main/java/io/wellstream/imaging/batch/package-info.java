/** The samples of one training step as bytes. */
@NullMarked
package io.wellstream.imaging.batch;

import org.jspecify.annotations.NullMarked;
