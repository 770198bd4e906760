/** The queue and the threads that compute samples of all calls in batches, and the limit on concurrent calls. */
@NullMarked
package io.wellstream.scorer.inference;

import org.jspecify.annotations.NullMarked;
