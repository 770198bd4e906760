/** Pictures for people: composites, contact sheets, plate overviews. */
@NullMarked
package io.wellstream.imaging.render;

import org.jspecify.annotations.NullMarked;
