@NullMarked
package io.wellstream.trainer.manifest;

import org.jspecify.annotations.NullMarked;
