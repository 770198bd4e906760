/** A submission's report as one page that needs nothing else: pure functions of the report. */
@NullMarked
package io.wellstream.scorer.report;

import org.jspecify.annotations.NullMarked;
