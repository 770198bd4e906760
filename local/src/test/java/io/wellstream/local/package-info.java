@NullMarked
package io.wellstream.local;

import org.jspecify.annotations.NullMarked;
