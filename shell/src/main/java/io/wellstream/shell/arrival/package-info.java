/** Requests while they arrive: how long that may take, and how many bytes all of them may hold. */
@NullMarked
package io.wellstream.shell.arrival;

import org.jspecify.annotations.NullMarked;
