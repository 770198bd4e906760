/** The part of PromQL that the project's dashboards and alerts are written in, over samples that this process keeps in memory. */
@NullMarked
package io.wellstream.local.query;

import org.jspecify.annotations.NullMarked;
