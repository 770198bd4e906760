@NullMarked
package io.wellstream.scorer.inference;

import org.jspecify.annotations.NullMarked;
