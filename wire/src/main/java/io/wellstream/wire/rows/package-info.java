/** The CSV files that one service writes and another reads, each with its writer and its reader in one class. */
@NullMarked
package io.wellstream.wire.rows;

import org.jspecify.annotations.NullMarked;
