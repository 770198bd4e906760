/** The part of PromQL that the status page answers. */
@NullMarked
package io.wellstream.local.query;

import org.jspecify.annotations.NullMarked;
