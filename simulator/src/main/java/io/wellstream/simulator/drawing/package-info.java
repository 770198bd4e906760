/** The drawing of one field of view: places cells, paints the six stains and exposes them as grey levels. */
@NullMarked
package io.wellstream.simulator.drawing;

import org.jspecify.annotations.NullMarked;
