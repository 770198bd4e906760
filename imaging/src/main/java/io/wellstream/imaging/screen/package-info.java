/** The parts of a screen: experiments, plates, wells, sites, channels, cell types, treatments. */
@NullMarked
package io.wellstream.imaging.screen;

import org.jspecify.annotations.NullMarked;
