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
 * A convolution without activation that runs forward once per step. The library's own runs a second time on the way
 * back, for the sake of activations that need their input there; the identity does not look at it.
 */
final class ConvolutionOnce extends ConvolutionLayer {
    private static final long serialVersionUID = 1;

    ConvolutionOnce(Builder builder) {
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
        Running layer = new Running(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        Map<String, INDArray> table = initializer().init(conf, parameters, initialize);
        layer.setParamTable(table);
        layer.setConf(conf);
        return layer;
    }

    /** The layer at work. */
    private static final class Running extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {
        private static final long serialVersionUID = 1;

        private transient @Nullable INDArray arriving; // the gradient on its way back, while it passes

        Running(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr memory) {
            arriving = epsilon;
            try {
                return super.backpropGradient(epsilon, memory);
            } finally {
                arriving = null;
            }
        }

        /** On the way back only the shape is looked at, and the gradient has it. */
        @Override
        protected Pair<INDArray, INDArray> preOutput4d(boolean training, boolean back, LayerWorkspaceMgr memory) {
            INDArray gradient = arriving;
            return back && gradient != null ? new Pair<>(gradient, null) : super.preOutput4d(training, back, memory);
        }
    }
}
