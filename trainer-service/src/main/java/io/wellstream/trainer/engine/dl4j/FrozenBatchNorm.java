package io.wellstream.trainer.engine.dl4j;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch norm that computes with its running statistics in training too, and leaves them as they are. It passes no gradient on: all
 * weights before it are frozen. It takes the place of the layer that a graph was built with and shares its parameters.
 */
final class FrozenBatchNorm extends BatchNormalization {
    private static final long serialVersionUID = 1;

    private static final List<String> PARAMETERS = List.of(
            BatchNormalizationParamInitializer.GAMMA,
            BatchNormalizationParamInitializer.BETA,
            BatchNormalizationParamInitializer.GLOBAL_MEAN,
            BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

    private FrozenBatchNorm(BatchNormalization built) {
        super(built.conf(), built.params().dataType());
        NormVertex.share(built, this);
    }

    /** Puts one in the place of a graph's batch norm. */
    static void replace(ComputationGraph graph, String name) {
        BatchNormalization unused = NormVertex.replace(graph, name, FrozenBatchNorm::new);
    }

    @Override
    public INDArray preOutput(INDArray x, TrainingMode mode, LayerWorkspaceMgr memory) {
        return super.preOutput(x, TrainingMode.TEST, memory);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr memory) {
        Gradient none = new DefaultGradient();
        for (String parameter : PARAMETERS) {
            INDArray view = Objects.requireNonNull(gradientViews.get(parameter), parameter);
            none.setGradientFor(parameter, view.assign(0));
        }
        INDArray zeros =
                memory.create(ArrayType.ACTIVATION_GRAD, epsilon.dataType(), epsilon.shape(), epsilon.ordering());
        return new Pair<>(none, zeros);
    }
}
