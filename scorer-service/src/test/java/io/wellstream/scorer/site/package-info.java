@NullMarked
package io.wellstream.scorer.site;

import org.jspecify.annotations.NullMarked;
