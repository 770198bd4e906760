@NullMarked
package io.wellstream.scorer.experiment;

import org.jspecify.annotations.NullMarked;
