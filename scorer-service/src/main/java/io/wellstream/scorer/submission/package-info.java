/** BuildSubmission calls: which rows a submission must contain, and the files that it consists of. */
@NullMarked
package io.wellstream.scorer.submission;

import org.jspecify.annotations.NullMarked;
