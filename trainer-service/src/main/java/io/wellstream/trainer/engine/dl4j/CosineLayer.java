package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.network.Op;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.weights.WeightInitXavierUniform;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@link Op.Cosine} as a layer, which the library does not have: a dense layer that divides the columns of its weights by their lengths. */
final class CosineLayer extends DenseLayer {
    private static final long serialVersionUID = 1;

    private final double scale;

    CosineLayer(Op.Cosine cosine) {
        this.scale = cosine.scale();
        setNOut(cosine.units());
        setHasBias(false);
        setActivationFn(new ActivationIdentity());
        setWeightInitFn(new WeightInitXavierUniform());
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        Implementation layer = new Implementation(conf, type, scale);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        Map<String, INDArray> table = initializer().init(conf, parameters, initialize);
        layer.setParamTable(table);
        layer.setConf(conf);
        return layer;
    }

    /** The layer's implementation. */
    private static final class Implementation extends org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer {
        private static final long serialVersionUID = 1;

        private final double scale;

        Implementation(NeuralNetConfiguration conf, DataType type, double scale) {
            super(conf, type);
            this.scale = scale;
        }

        /** The weights divided by the lengths of their columns, and these lengths: [input, class] and [1, class]. */
        private record Units(INDArray columns, INDArray lengths) {}

        private Units units() {
            INDArray weights = getParam(DefaultParamInitializer.WEIGHT_KEY);
            INDArray lengths = Transforms.max(weights.norm2(true, 0), Op.L2Normalize.SHORTEST, false);
            return new Units(weights.divRowVector(lengths), lengths);
        }

        @Override
        protected INDArray preOutput(boolean training, LayerWorkspaceMgr memory) {
            assertInputSet(false);
            INDArray columns = units().columns();
            long[] shape = {input.size(0), columns.size(1)};
            INDArray logits = memory.createUninitialized(ArrayType.ACTIVATIONS, columns.dataType(), shape, 'f');
            return input.mmuli(columns, logits).muli(scale);
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr memory) {
            assertInputSet(true);
            Units units = units();
            INDArray ofCosines = epsilon.mul(scale);
            INDArray ofColumns = input.transpose().mmul(ofCosines);
            INDArray along =
                    units.columns().mul(ofColumns).sum(true, 0); // a change along a column leaves its direction
            INDArray ofWeights =
                    ofColumns.subi(units.columns().mulRowVector(along)).diviRowVector(units.lengths());
            String key = DefaultParamInitializer.WEIGHT_KEY;
            Gradient gradient = new DefaultGradient();
            INDArray view = Objects.requireNonNull(gradientViews.get(key), key);
            INDArray unused = gradient.setGradientFor(key, view.assign(ofWeights));
            long[] shape = {units.columns().size(0), epsilon.size(0)};
            INDArray ofInput = memory.createUninitialized(ArrayType.ACTIVATION_GRAD, epsilon.dataType(), shape, 'f');
            return new Pair<>(
                    gradient,
                    units.columns().mmuli(ofCosines.transpose(), ofInput).transpose());
        }
    }
}
