@NullMarked
package io.wellstream.scorer.call;

import org.jspecify.annotations.NullMarked;
