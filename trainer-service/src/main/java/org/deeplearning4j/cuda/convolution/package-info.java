/** A class that Deeplearning4j looks up by name on GPUs and that is no longer published. */
@NullMarked
package org.deeplearning4j.cuda.convolution;

import org.jspecify.annotations.NullMarked;
