package io.wellstream.trainer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.trainer.network.BodySettings;
import io.wellstream.trainer.network.BranchSettings;
import io.wellstream.trainer.network.HeadSettings;
import io.wellstream.trainer.network.InputMaps;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import io.wellstream.trainer.network.Weight;
import io.wellstream.trainer.onnx.OnnxFileBuilder;
import io.wellstream.trainer.onnx.OnnxTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxSourceTest {
    private static final int WIDTH = 4;
    private static final HeadSettings HEAD = new HeadSettings(0, 0, 0, 0, new HeadSettings.Softmax());

    @TempDir
    private Path folder = Path.of("");

    static Stream<Arguments> networks() {
        String resnet = NetworkSpecs.STACKED_RESNET;
        String densenet = NetworkSpecs.DENSENET;
        return Stream.of(
                Arguments.of(resnet, 18, Torchvision.resnet(WIDTH, List.of(2, 2, 2, 2), 1)),
                Arguments.of(resnet, 34, Torchvision.resnet(WIDTH, List.of(3, 4, 6, 3), 1)),
                Arguments.of(resnet, 50, Torchvision.resnet(WIDTH, List.of(3, 4, 6, 3), 4)),
                Arguments.of(densenet, 121, Torchvision.densenet(WIDTH, List.of(6, 12, 24, 16))),
                Arguments.of(densenet, 169, Torchvision.densenet(WIDTH, List.of(6, 12, 32, 32))),
                Arguments.of(densenet, 201, Torchvision.densenet(WIDTH, List.of(6, 12, 48, 32))),
                Arguments.of(NetworkSpecs.VGG_COMPOSITE, 11, Torchvision.vgg11(WIDTH)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyWeightOfTorchvisionsBodyIsTaken(String name, int depth, Map<String, List<Long>> weights)
            throws IOException {
        for (String prefix : List.of("", "backbone.", "module.encoder.")) {
            try (OnnxSource source = open(Torchvision.file(weights, prefix), spec(name, depth, 3))) {
                WeightMatch match = source.match();

                assertThat(match.kept())
                        .allMatch(kept -> kept.startsWith("logits/") || kept.startsWith("head/"))
                        .hasSize(name.equals(NetworkSpecs.VGG_COMPOSITE) ? 8 : 2);
                assertThat(match.unused())
                        .hasSize(2)
                        .allMatch(unused ->
                                unused.startsWith(prefix + "fc.") || unused.startsWith(prefix + "classifier."));
                assertThat(source.parts().values().stream().map(OnnxPart::tensors))
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void weightsOfOneShapeAreNotMistakenForOneAnother() throws IOException {
        takes(
                Torchvision.resnet(WIDTH, List.of(3, 4, 6, 3), 4),
                spec(NetworkSpecs.STACKED_RESNET, 50, 3),
                Map.of(
                        "stem/conv/kernel", "conv1.weight",
                        "stem/norm/offset", "bn1.bias",
                        "stage3/block6/2/conv/kernel", "layer3.5.conv2.weight",
                        "stage3/block5/1/norm/mean", "layer3.4.bn1.running_mean",
                        "stage4/block3/2/norm/gain", "layer4.2.bn2.weight",
                        "stage2/block1/around/conv/kernel", "layer2.0.downsample.0.weight",
                        "stage2/block1/around/norm/variance", "layer2.0.downsample.1.running_var"));
        takes(
                Torchvision.densenet(WIDTH, List.of(6, 12, 24, 16)),
                spec(NetworkSpecs.DENSENET, 121, 3),
                Map.of(
                        "block3/layer24/norm2/gain", "features.denseblock3.denselayer24.norm2.weight",
                        "last/norm/gain", "features.norm5.weight",
                        "block2/transition/conv/kernel", "features.transition2.conv.weight"));
        takes(
                Torchvision.vgg11(WIDTH),
                spec(NetworkSpecs.VGG_COMPOSITE, 11, 3),
                Map.of("block4/conv2/kernel", "features.18.weight"));
    }

    /** @param names of the same weights, here and in the file */
    private void takes(Map<String, List<Long>> weights, NetworkSpec spec, Map<String, String> names)
            throws IOException {
        try (OnnxSource source = open(Torchvision.file(weights, ""), spec)) {
            names.forEach((ours, theirs) -> assertThat(source.numbers(weight(spec, ours)))
                    .as(ours)
                    .isEqualTo(Torchvision.numbers(theirs, weights.getOrDefault(theirs, List.of()))));
        }
    }

    /** As a batch norm computes: a bias added before it, or taken from its mean, gives the same. */
    @Test
    void biasesOfVggsConvolutionsAreTakenFromTheMeansOfTheirBatchNorms() throws IOException {
        NetworkSpec spec = spec(NetworkSpecs.VGG_COMPOSITE, 11, 3);
        try (OnnxSource source = open(Torchvision.file(Torchvision.vgg11(WIDTH), ""), spec)) {
            Weight mean = weight(spec, "block3/norm2/mean");
            float[] theirs = Torchvision.numbers("features.12.running_mean", mean.shape());
            float[] bias = Torchvision.numbers("features.11.bias", mean.shape());
            for (int i = 0; i < theirs.length; i++) {
                theirs[i] -= bias[i];
            }

            assertThat(source.numbers(mean)).isEqualTo(theirs);
            assertThat(source.match().changed())
                    .hasSize(8)
                    .contains("block3/norm2/mean: less features.11.bias, because the convolution has no bias here");
        }
    }

    @Test
    void theFirstKernelIsSpreadSoThatAGreyImageGivesEqualResponses() throws IOException {
        Map<String, List<Long>> weights = Torchvision.resnet(WIDTH, List.of(2, 2, 2, 2), 1);
        float[] theirs = Torchvision.numbers("conv1.weight", List.of((long) WIDTH, 3L, 7L, 7L));
        for (int channels : new int[] {1, 2, 6}) {
            NetworkSpec spec = spec(NetworkSpecs.STACKED_RESNET, 18, channels);
            try (OnnxSource source = open(Torchvision.file(weights, ""), spec)) {
                float[] ours = source.numbers(weight(spec, "stem/conv/kernel"));
                for (int filter = 0; filter < WIDTH; filter++) {
                    for (int place = 0; place < 49; place++) {
                        double sum = 0;
                        for (int c = 0; c < channels; c++) {
                            sum += ours[(filter * channels + c) * 49 + place];
                        }
                        double expected = 0;
                        for (int c = 0; c < 3; c++) {
                            expected += theirs[(filter * 3 + c) * 49 + place];
                        }
                        assertThat(sum).isCloseTo(expected, within(1e-6));
                        assertThat(ours[filter * channels * 49 + place])
                                .isEqualTo(ours[(filter * channels + channels - 1) * 49 + place]);
                    }
                }
                assertThat(source.match().changed())
                        .singleElement()
                        .asString()
                        .startsWith("stem/conv/kernel: spread from 3 to " + channels);
            }
        }
    }

    /** Its pixels are folded into channels: those of each pixel are spread by themselves. */
    @Test
    void theFirstKernelOfTheSmallNetworkIsSpreadByPixel() throws IOException {
        NetworkSpec theirs = small(2);
        OnnxFileBuilder file = new OnnxFileBuilder();
        for (Weight weight : Weight.of(theirs)) {
            float[] numbers = Torchvision.numbers(weight.name(), weight.shape());
            file.tensor(weight.name(), weight.shape(), numbers);
        }
        NetworkSpec ours = small(3);
        float[] before = Torchvision.numbers(
                "stem/conv/kernel", weight(theirs, "stem/conv/kernel").shape());
        try (OnnxSource source = open(file.bytes(), ours)) {
            float[] after = source.numbers(weight(ours, "stem/conv/kernel"));
            int pixel = 2; // of the second filter, whose channels are 8 .. 15 before and 12 .. 23 now
            for (int place = 0; place < 9; place++) {
                float mean = (before[(8 + pixel * 2) * 9 + place] + before[(8 + pixel * 2 + 1) * 9 + place]) / 3;
                assertThat(after[(12 + pixel * 3 + 1) * 9 + place]).isCloseTo(mean, within(1e-6f));
            }
            assertThat(source.match().kept())
                    .containsExactly(
                            "logits/weights: the file does not say which classes it answers",
                            "logits/bias: the file does not say which classes it answers");
        }
    }

    @Test
    void whatDoesNotFitIsReportedWithItsReason() throws IOException {
        byte[] file = Torchvision.file(Torchvision.resnet(WIDTH, List.of(2, 2, 2, 2), 1), "");
        try (OnnxSource source = open(file, spec(NetworkSpecs.STACKED_RESNET, 34, 3))) {
            assertThat(source.match().kept())
                    .contains("stage1/block3/1/conv/kernel: not in the file (layer1.2.conv1.weight)");
        }
        try (OnnxSource source = open(file, spec(NetworkSpecs.STACKED_RESNET, 50, 3))) {
            assertThat(source.match().kept())
                    .contains("stage2/block1/1/conv/kernel: shape [8, 16, 1, 1], in the file [8, 4, 3, 3]");
        }
    }

    @Test
    void onlyNamesOfKnownNetworksAreKnown() {
        assertThat(TorchNames.areAmong(List.of("model.layer1.0.conv1.weight"))).isTrue();
        assertThat(TorchNames.areAmong(List.of("blocks.0.attn.qkv.weight", "onnx::Conv_193")))
                .isFalse();
    }

    private OnnxSource open(byte[] file, NetworkSpec spec) throws IOException {
        OnnxSource source = OnnxSource.open(Files.write(folder.resolve("file.onnx"), file), spec);
        assertThat(source.file()).isInstanceOf(OnnxTensors.class);
        return source;
    }

    private static NetworkSpec small(int channels) {
        return NetworkSpecs.named(new NetworkSettings(NetworkSpecs.STACKED_RESNET, 1, WIDTH, 0, 0, 0), channels, 32, 3);
    }

    private static NetworkSpec spec(String name, int depth, int channels) {
        boolean dense = name.equals(NetworkSpecs.DENSENET);
        BodySettings body = new BodySettings(
                new InputMaps.All(), depth, 0, dense ? 0 : WIDTH, dense ? WIDTH : 0, BranchSettings.DEFAULTS);
        return NetworkSpecs.named(new NetworkSettings(name, body, HEAD), channels, 32, 3);
    }

    private static Weight weight(NetworkSpec spec, String name) {
        return Weight.of(spec).stream()
                .filter(weight -> weight.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
