package io.wellstream.trainer.engine.dl4j;

import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution without activation that runs forward once per step. The library's convolution runs a second time in the
 * backward pass, because some activations need their input there; the identity does not.
 */
final class SinglePassConvolution extends ConvolutionLayer {
    private static final long serialVersionUID = 1;

    SinglePassConvolution(Builder builder) {
        super(builder);
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        Implementation layer = new Implementation(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        Map<String, INDArray> table = initializer().init(conf, parameters, initialize);
        layer.setParamTable(table);
        layer.setConf(conf);
        return layer;
    }

    /** The layer's implementation. */
    private static final class Implementation extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {
        private static final long serialVersionUID = 1;

        private transient @Nullable INDArray incoming; // the gradient, during the backward pass

        Implementation(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr memory) {
            incoming = epsilon;
            try {
                return super.backpropGradient(epsilon, memory);
            } finally {
                incoming = null;
            }
        }

        /** The backward pass needs only the shape of the result, and the gradient has that shape. */
        @Override
        protected Pair<INDArray, INDArray> preOutput4d(boolean training, boolean back, LayerWorkspaceMgr memory) {
            INDArray gradient = incoming;
            return back && gradient != null ? new Pair<>(gradient, null) : super.preOutput4d(training, back, memory);
        }
    }
}
