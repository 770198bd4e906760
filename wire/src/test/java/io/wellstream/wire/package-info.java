/** The object store's contract and a store in memory that keeps it, for the tests of every module. */
@NullMarked
package io.wellstream.wire;

import org.jspecify.annotations.NullMarked;
