/** How cells look: the cell lines, what treatments change, and what varies without any treatment. */
@NullMarked
package io.wellstream.simulator.morphology;

import org.jspecify.annotations.NullMarked;
