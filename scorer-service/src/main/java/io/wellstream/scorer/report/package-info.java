/** The HTML report of a submission: one self-contained page, rendered from the report message by templates that escape by default. */
@NullMarked
package io.wellstream.scorer.report;

import org.jspecify.annotations.NullMarked;
