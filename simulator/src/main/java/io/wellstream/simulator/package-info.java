/**
 * A screen of cells drawn from a seed, in RxRx1's layout, metadata, plate design and batch effects.
 *
 * <p>Entry points: {@link io.wellstream.simulator.ScreenSimulator} writes a screen to a folder, {@link
 * io.wellstream.simulator.SimulatedScreen} draws any site of it in memory. Every pixel is a pure function of the
 * {@link io.wellstream.simulator.SimulationSpec}.
 */
@NullMarked
package io.wellstream.simulator;

import org.jspecify.annotations.NullMarked;
