@NullMarked
package io.wellstream.scorer.model;

import org.jspecify.annotations.NullMarked;
