/** A name that Deeplearning4j looks up on GPUs and that is no longer published. */
@NullMarked
package org.deeplearning4j.cuda.convolution;

import org.jspecify.annotations.NullMarked;
