/** The part of PromQL that the project's dashboards and alert rules use: its parser and its evaluator. */
@NullMarked
package io.wellstream.local.status.promql;

import org.jspecify.annotations.NullMarked;
