package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.AngularMargin;
import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/** Converts a {@link NetworkSpec} to Deeplearning4j's configuration: each node becomes a vertex of the same name. */
final class GraphBuilder {
    /** The vertex for the loss, used only in training. */
    static final String LOSS = "loss";

    private final NetworkDefinition definition;
    private final boolean portable;
    private final ComputationGraphConfiguration.GraphBuilder graph;
    private final List<String> inputs = new ArrayList<>();
    private final List<InputType> inputTypes = new ArrayList<>();

    private GraphBuilder(NetworkDefinition definition, ISchedule rate, boolean portable) {
        this.definition = definition;
        this.portable = portable;
        NeuralNetConfiguration.Builder common = new NeuralNetConfiguration.Builder()
                .seed(definition.seed())
                .updater(updater(definition.settings().optimizer(), rate));
        if (portable && definition.settings().gradientClip() > 0) {
            common.gradientNormalization(GradientNormalization.ClipL2PerLayer)
                    .gradientNormalizationThreshold(definition.settings().gradientClip());
        }
        this.graph = common.graphBuilder();
    }

    /** Whether the library has a class for each node. */
    static boolean isPortable(NetworkSpec spec) {
        return spec.controls() == null && spec.nodes().stream().noneMatch(node -> node.op() instanceof Op.Cosine);
    }

    /** The configuration for training in this process. */
    static ComputationGraphConfiguration configuration(NetworkDefinition definition, StepLearningRate rate) {
        return new GraphBuilder(definition, rate, false).build();
    }

    /** The same network with the library's own classes only, for readers that do not have ours. */
    static ComputationGraphConfiguration portable(NetworkDefinition definition, double learningRate) {
        return new GraphBuilder(definition, new FixedSchedule(learningRate), true).build();
    }

    private ComputationGraphConfiguration build() {
        NetworkSpec spec = definition.spec();
        if (spec.readsPixels()) {
            input(NetworkSpec.PIXELS, spec.channels(), spec.side());
        }
        spec.nodes().forEach(this::add);
        graph.addLayer(
                LOSS,
                new LossLayer.Builder(loss(spec)).activation(Activation.SOFTMAX).build(),
                NetworkSpec.LOGITS);
        return graph.addInputs(inputs)
                .setInputTypes(inputTypes.toArray(InputType[]::new))
                .setOutputs(LOSS)
                .build();
    }

    private static ILossFunction loss(NetworkSpec spec) {
        ILossFunction entropy = spec.controls() == null ? new LossMCXENT() : new TwoHeadsLoss(spec.answers());
        return spec.margin()
                .<ILossFunction>map(cosine -> new MarginLoss(new AngularMargin(cosine), entropy))
                .orElse(entropy);
    }

    private void input(String name, int channels, int side) {
        inputs.add(name);
        inputTypes.add(InputType.convolutional(side, side, channels));
    }

    private void add(Node node) {
        switch (node.op()) {
            case Op.ChannelOf _ -> input(node.name(), 1, definition.spec().side());
            case Op.SpaceToDepth fold ->
                input(
                        node.name(),
                        definition.spec().channels() * fold.block() * fold.block(),
                        definition.spec().side() / fold.block());
            case Op.Composite composite ->
                input(node.name(), composite.weights().size(), definition.spec().side());
            case Op.CellType of -> {
                inputs.add(node.name());
                inputTypes.add(InputType.feedForward(of.types()));
            }
            case Op.Convolution conv -> layer(node, convolution(conv));
            case Op.BatchNorm norm ->
                layer(
                        node,
                        new BatchNormalization.Builder()
                                .eps(norm.epsilon())
                                .decay(norm.decay())
                                .build());
            case Op.Relu _ -> layer(node, new ActivationLayer(Activation.RELU));
            case Op.MaxPool pool -> layer(node, pooling(PoolingType.MAX, pool.size(), pool.stride(), pool.padding()));
            case Op.AveragePool pool -> layer(node, pooling(PoolingType.AVG, pool.size(), pool.size(), 0));
            case Op.GlobalAverage _ -> layer(node, new GlobalPoolingLayer(PoolingType.AVG));
            case Op.Add _ -> graph.addVertex(node.name(), new ElementWiseVertex(ElementWiseVertex.Op.Add), of(node));
            case Op.Concatenate _ -> graph.addVertex(node.name(), new MergeVertex(), of(node));
            case Op.Dropout dropout -> layer(node, new DropoutLayer(1 - dropout.share()));
            case Op.Dense dense ->
                layer(
                        node,
                        new DenseLayer.Builder()
                                .nOut(dense.units())
                                .activation(Activation.IDENTITY)
                                .weightInit(WeightInit.XAVIER_UNIFORM)
                                .l2(penalty(dense.l2()))
                                .build());
            case Op.L2Normalize _ ->
                graph.addVertex(node.name(), new L2NormalizeVertex(new int[] {1}, Op.L2Normalize.SHORTEST), of(node));
            case Op.Cosine cosine -> layer(node, new CosineLayer(cosine));
        }
    }

    private void layer(Node node, Layer layer) {
        graph.addLayer(node.name(), layer, of(node));
    }

    private static String[] of(Node node) {
        return node.inputs().toArray(String[]::new);
    }

    private ConvolutionLayer convolution(Op.Convolution conv) {
        ConvolutionLayer.Builder builder = new ConvolutionLayer.Builder(conv.kernel(), conv.kernel())
                .stride(conv.stride(), conv.stride())
                .padding(conv.padding(), conv.padding())
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(conv.filters())
                .hasBias(conv.bias())
                .activation(Activation.IDENTITY)
                // On the CPU a failing native kernel must not silently fall back to slow code.
                .helperAllowFallback(CudaCard.isRequired())
                .weightInit(WeightInit.RELU_UNIFORM)
                .l2(penalty(conv.l2()));
        return portable ? builder.build() : new SinglePassConvolution(builder);
    }

    private static SubsamplingLayer pooling(PoolingType type, int size, int stride, int padding) {
        return new SubsamplingLayer.Builder(type)
                .kernelSize(size, size)
                .stride(stride, stride)
                .padding(padding, padding)
                .convolutionMode(ConvolutionMode.Truncate)
                .build();
    }

    /** Deeplearning4j adds ½ l2 Σw² to the loss; a {@link NetworkSpec} means l2 Σw². */
    private static double penalty(double l2) {
        return 2 * l2;
    }

    private static IUpdater updater(Optimizer optimizer, ISchedule rate) {
        return switch (optimizer) {
            case ADAM, ADAMW -> Adam.builder().learningRateSchedule(rate).build();
            case SGD ->
                Nesterovs.builder()
                        .momentum(Optimizer.MOMENTUM)
                        .learningRateSchedule(rate)
                        .build();
            case NADAM -> Nadam.builder().learningRateSchedule(rate).build();
        };
    }
}
