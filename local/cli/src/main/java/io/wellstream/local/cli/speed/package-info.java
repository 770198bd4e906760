/** How fast pixels move: decoding, augmentation and whole batches, beside other libraries on the same images. */
@NullMarked
package io.wellstream.local.cli.speed;

import org.jspecify.annotations.NullMarked;
