@NullMarked
package io.wellstream.scorer.evaluation;

import org.jspecify.annotations.NullMarked;
