/** Models written as files that can be used without Wellstream. */
@NullMarked
package io.wellstream.local.cli.export;

import org.jspecify.annotations.NullMarked;
