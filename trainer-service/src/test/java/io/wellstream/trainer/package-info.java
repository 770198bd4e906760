@NullMarked
package io.wellstream.trainer;

import org.jspecify.annotations.NullMarked;
