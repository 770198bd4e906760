/** One call: whether its caller still waits, what it costs, how it fails, and what all calls measure. */
@NullMarked
package io.wellstream.scorer.call;

import org.jspecify.annotations.NullMarked;
