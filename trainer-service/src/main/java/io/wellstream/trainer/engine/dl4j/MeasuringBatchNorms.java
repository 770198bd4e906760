package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.NormStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norms of a graph that normalise each batch by its own statistics outside training too, and keep these. They overwrite the running
 * statistics, which the caller keeps. Closing it puts the graph's own layers back.
 */
final class MeasuringBatchNorms implements AutoCloseable {
    private final ComputationGraph graph;
    private final Map<String, BatchNormalization> built = new LinkedHashMap<>();
    private final Map<String, NormStatistics.Moments> measured = new HashMap<>();

    MeasuringBatchNorms(List<String> norms, ComputationGraph graph) {
        this.graph = graph;
        norms.forEach(norm ->
                built.put(norm, NormVertex.replace(graph, norm, layer -> new Measuring(layer, norm, measured))));
    }

    NormStatistics statistics() {
        return new NormStatistics(measured);
    }

    @Override
    public void close() {
        built.forEach((norm, layer) -> NormVertex.replace(graph, norm, _ -> layer));
    }

    /** One of them. */
    private static final class Measuring extends BatchNormalization {
        private static final long serialVersionUID = 1;

        private final transient String norm;
        private final transient Map<String, NormStatistics.Moments> measured;

        Measuring(BatchNormalization built, String norm, Map<String, NormStatistics.Moments> measured) {
            super(built.conf(), built.params().dataType());
            NormVertex.share(built, this);
            this.norm = norm;
            this.measured = measured;
        }

        @Override
        public INDArray preOutput(INDArray x, TrainingMode mode, LayerWorkspaceMgr memory) {
            int[] axes = x.rank() == 2 ? new int[] {0} : new int[] {0, 2, 3};
            float[] mean = x.mean(axes).toFloatVector();
            float[] variance = x.var(false, axes).toFloatVector();
            measured.put(norm, new NormStatistics.Moments(mean, variance));
            GraphState.assign(getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN), mean);
            GraphState.assign(
                    getParam(BatchNormalizationParamInitializer.GLOBAL_LOG_STD), GraphState.logDeviations(variance));
            return super.preOutput(x, TrainingMode.TEST, memory);
        }
    }
}
