/** Adaptation of batch norms to one experiment: which sites are measured, and how their statistics are pooled. */
@NullMarked
package io.wellstream.imaging.adapt;

import org.jspecify.annotations.NullMarked;
