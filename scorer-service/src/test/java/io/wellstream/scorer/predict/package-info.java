@NullMarked
package io.wellstream.scorer.predict;

import org.jspecify.annotations.NullMarked;
