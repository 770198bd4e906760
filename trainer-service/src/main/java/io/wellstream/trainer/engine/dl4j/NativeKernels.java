package io.wellstream.trainer.engine.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The native kernels in use. They are read from the layers of a small network, not from the settings.
 *
 * @param backend ND4J's backend, CPU or CUDA
 * @param helpers the helper class of each kind of layer; empty if there is none and plain operations run
 */
record NativeKernels(String backend, String platform, int threads, Map<String, String> helpers) {

    static final String LIBRARY = "Deeplearning4j 1.0.0-M2.1";

    static NativeKernels inUse() {
        Map<String, String> helpers = new LinkedHashMap<>();
        try (ProbeNetwork probe = new ProbeNetwork()) {
            for (Layer layer : probe.layers()) {
                LayerHelper helper = layer.getHelper();
                helpers.put(kind(layer), helper == null ? "" : helper.getClass().getSimpleName());
            }
        }
        String backend =
                String.valueOf(Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend"));
        return new NativeKernels(
                backend, Loader.Detector.getPlatform(), Nd4j.getEnvironment().maxThreads(), helpers);
    }

    String describe() {
        List<String> parts = new ArrayList<>();
        helpers.forEach((kind, helper) -> parts.add(kind + " " + (helper.isEmpty() ? "plain (slow)" : helper)));
        return LIBRARY + " on " + backend + ", " + platform + ", " + threads + " threads, float32; "
                + String.join(", ", parts);
    }

    private static String kind(Layer layer) {
        return switch (layer.type()) {
            case CONVOLUTIONAL -> "convolution";
            case NORMALIZATION -> "batch norm";
            case SUBSAMPLING -> "pooling";
            default -> layer.getClass().getSimpleName();
        };
    }

    /** A network with one layer of each kind that has native kernels. */
    private static final class ProbeNetwork implements AutoCloseable {
        private final MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(8).build())
                .layer(new BatchNormalization())
                .layer(new SubsamplingLayer.Builder()
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new OutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.convolutional(8, 8, 1))
                .build());

        ProbeNetwork() {
            network.init();
            network.output(Nd4j.zeros(1, 1, 8, 8)); // the first use chooses the helpers
        }

        List<Layer> layers() {
            return List.of(network.getLayers()).subList(0, 3);
        }

        @Override
        public void close() {
            network.close();
        }
    }
}
