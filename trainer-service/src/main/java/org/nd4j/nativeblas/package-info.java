/** A class that Deeplearning4j looks up by name and that ND4J no longer has. */
@NullMarked
package org.nd4j.nativeblas;

import org.jspecify.annotations.NullMarked;
