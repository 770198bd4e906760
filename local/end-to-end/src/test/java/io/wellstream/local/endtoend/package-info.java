/** Tests of the whole project: real processes end to end, and the dependencies between modules. */
@NullMarked
package io.wellstream.local.endtoend;

import org.jspecify.annotations.NullMarked;
