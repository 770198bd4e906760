/** The HTTP API for training runs, and how its errors become statuses. */
@NullMarked
package io.wellstream.trainer.http;

import org.jspecify.annotations.NullMarked;
