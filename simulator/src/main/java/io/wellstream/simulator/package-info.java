/**
 * Simulated screens with known labels, with the folder layout, metadata, plate layout and batch effects of RxRx1.
 *
 * <p>{@link io.wellstream.simulator.ScreenSimulator} writes a screen to a folder, {@link io.wellstream.simulator.SimulatedScreen}
 * draws any site in memory. Every pixel is a pure function of the {@link io.wellstream.simulator.SimulationSpec}.
 */
@NullMarked
package io.wellstream.simulator;

import org.jspecify.annotations.NullMarked;
