/** Requests while they arrive and answers while they are taken: how long that may take, and how many bytes they may hold. */
@NullMarked
package io.wellstream.shell.arrival;

import org.jspecify.annotations.NullMarked;
