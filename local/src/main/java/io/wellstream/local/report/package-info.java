/** Pictures and texts that a person looks at after a run. */
@NullMarked
package io.wellstream.local.report;

import org.jspecify.annotations.NullMarked;
