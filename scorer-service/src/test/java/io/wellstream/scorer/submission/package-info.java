@NullMarked
package io.wellstream.scorer.submission;

import org.jspecify.annotations.NullMarked;
