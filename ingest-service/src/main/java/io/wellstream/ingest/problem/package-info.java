/** What is wrong with a screen, or worth knowing: where it is, what was found, what was expected, and many of one cause as one. */
@NullMarked
package io.wellstream.ingest.problem;

import org.jspecify.annotations.NullMarked;
