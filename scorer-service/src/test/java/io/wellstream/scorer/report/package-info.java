@NullMarked
package io.wellstream.scorer.report;

import org.jspecify.annotations.NullMarked;
