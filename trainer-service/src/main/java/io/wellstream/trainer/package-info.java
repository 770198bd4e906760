/** The trainer service: its process, configuration and readiness. */
@NullMarked
package io.wellstream.trainer;

import org.jspecify.annotations.NullMarked;
