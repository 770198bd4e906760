/** The demo: the whole pipeline on a simulated screen. */
@NullMarked
package io.wellstream.local.cli.demo;

import org.jspecify.annotations.NullMarked;
