package org.deeplearning4j.cuda.convolution;

import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Lets convolutions reach cuDNN. On a GPU, Deeplearning4j 1.0.0-M2.1 looks for a helper of this name, and the module that
 * held it is no longer published. The helper for the CPU calls ND4J's own convolution operator, which runs on cuDNN
 * where ND4J was built with it, so that it serves here too. The CPU build never loads this class.
 */
public final class CudnnConvolutionHelper extends MKLDNNConvHelper {
    public CudnnConvolutionHelper(DataType type) {
        super(type);
    }

    /** The other helper asks for a CPU here. */
    @Override
    public boolean checkSupported() {
        return true;
    }
}
