package org.deeplearning4j.cuda.convolution;

import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Lets convolutions use cuDNN. On a GPU, Deeplearning4j 1.0.0-M2.1 looks up a helper of this name, but the module that
 * contained it is no longer published. The helper for the CPU calls ND4J's convolution operator, which runs on cuDNN if ND4J
 * was built with it, so it works here too. The CPU build never loads this class.
 */
public final class CudnnConvolutionHelper extends MKLDNNConvHelper {
    public CudnnConvolutionHelper(DataType type) {
        super(type);
    }

    /** The superclass requires a CPU here. */
    @Override
    public boolean checkSupported() {
        return true;
    }
}
