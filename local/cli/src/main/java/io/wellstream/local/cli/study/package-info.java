/** Verbs that train to find something out: whether a run repeats, and which settings do best on validation. */
@NullMarked
package io.wellstream.local.cli.study;

import org.jspecify.annotations.NullMarked;
