package io.wellstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that others have published, and the settings that change them. */
class PublishedNetworksTest {
    /** Numbers of weights and billions of multiply-adds at 224 px, three channels and 1,000 classes, from torchvision 0.25's table of models. */
    @ParameterizedTest
    @CsvSource({
        "stacked-resnet, 18, 11689512, 1.81",
        "stacked-resnet, 34, 21797672, 3.66",
        "stacked-resnet, 50, 25557032, 4.09",
        "densenet, 121, 7978856, 2.83",
        "densenet, 169, 14149480, 3.36",
        "densenet, 201, 20013928, 4.29",
    })
    void aNetworkHasTheWeightsAndTheArithmeticOfTorchvisions(
            String name, int depth, long weights, double billionMultiplyAdds) {
        NetworkSpec spec = NetworkSpecs.named(new NetworkSettings(name, body(depth), PLAIN), 3, 224, 1_000);

        assertThat(spec.trainedWeights()).isEqualTo(weights);
        assertThat(spec.multiplyAdds() / 1e9).isCloseTo(billionMultiplyAdds, within(0.01));
    }

    private static final HeadSettings PLAIN = new HeadSettings(0, 0, 0, 0, new HeadSettings.Softmax());

    private static BodySettings body(int depth) {
        return new BodySettings(new InputMaps.All(), depth, 0, 0, 0, BranchSettings.DEFAULTS);
    }

    @Test
    void depth10IsTheSmallResidualNetworkOfEarlierVersions() {
        NetworkSpec blank = NetworkSpecs.named(NetworkSettings.defaults("stacked-resnet"), 6, 224, 1_108);

        assertThat(NetworkSpecs.named(
                        new NetworkSettings(
                                "stacked-resnet", body(10), new HeadSettings(0, 0, -1, -1, new HeadSettings.Softmax())),
                        6,
                        224,
                        1_108))
                .isEqualTo(blank);
        assertThat(blank.weights()).isEqualTo(438_996);
    }

    @Test
    void aDepthCanBeNamedWithTheNetwork() {
        assertThat(NetworkSettings.parse("densenet:169").body().depth()).isEqualTo(169);
        assertThat(NetworkSettings.parse("densenet")).isEqualTo(NetworkSettings.defaults("densenet"));
        assertThatThrownBy(() -> NetworkSettings.parse("densenet:deep")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theConvolutionOnOneMapSeesWhatTheFoldedOneSees() {
        Shape folded = NetworkSpecs.named(NetworkSettings.defaults("stacked-resnet"), 6, 224, 5)
                .shapes()
                .get("stem/conv");
        NetworkSpec single = NetworkSpecs.named(
                new NetworkSettings(
                        "stacked-resnet",
                        new BodySettings(new InputMaps.Single(5), 0, 0, 0, 0, BranchSettings.DEFAULTS),
                        PLAIN),
                6,
                224,
                5);

        assertThat(single.shapes()).containsEntry("stem/conv", folded).containsEntry("stem/channel", new Shape(1, 224));
    }

    @Test
    void theCompositeOfRxRx1sStainsHasItsColours() {
        NetworkSpec spec = NetworkSpecs.named(
                new NetworkSettings(
                        "vgg-composite",
                        new BodySettings(new InputMaps.Composite(), 0, 0, 4, 0, BranchSettings.DEFAULTS),
                        PLAIN),
                6,
                64,
                5);

        Op.Composite colours = (Op.Composite) spec.nodes().getFirst().op();
        assertThat(colours.weights()).hasSize(3).allSatisfy(map -> assertThat(
                        map.stream().mapToDouble(weight -> weight * weight).sum())
                .isCloseTo(1, within(1e-12)));
        assertThat(colours.weights().getFirst().get(2)) // the third stain is red
                .isGreaterThan(100 * colours.weights().get(1).get(2));
    }

    @Test
    void theDefaultScaleOfACosineHeadIsThatOfAdaCos() {
        NetworkSpec spec = NetworkSpecs.named(
                new NetworkSettings(
                        "stacked-resnet",
                        BodySettings.sized(0, 0),
                        new HeadSettings(0, 256, 0, 0, new HeadSettings.Cosine(0, 0.5))),
                6,
                224,
                1_108);

        assertThat(spec.nodes().getLast().op())
                .isInstanceOfSatisfying(Op.Cosine.class, cosine -> assertThat(cosine.scale())
                        .isCloseTo(9.913, within(1e-3))); // √2 ln 1107
        assertThat(spec.shapes()).containsEntry("head/unit", Shape.units(256));
        assertThat(spec.margin()).isPresent();
    }

    @Test
    void settingsThatDoNotFitTheNetworkAreRefused() {
        refused("stacked-resnet", body(19), PLAIN, "stacked-resnet of depth 19; expected 10, 18, 34 or 50");
        refused("densenet", body(18), PLAIN, "densenet of depth 18; expected 121, 169 or 201");
        refused("vgg-composite", body(50), PLAIN, "vgg-composite of depth 50; expected 11, 13, 16 or 19");
        refused("six-branch", body(18), PLAIN, "six-branch has no setting depth (18)");
        refused("stacked-resnet", sized(18, 3, 0), PLAIN, "stacked-resnet of depth 18 has no setting blocks (3)");
        refused("vgg-composite", sized(11, 0, 8), PLAIN, "vgg-composite has no setting growth (8)");
        refused("densenet", sized(121, 5, 0), PLAIN, "densenet has up to 4 blocks, not 5");
        refused(
                "stacked-resnet",
                new BodySettings(new InputMaps.All(), 0, 0, 0, 0, new BranchSettings(5, 0, false, 0)),
                PLAIN,
                "stacked-resnet has no setting first_kernel");
        refused(
                "densenet",
                new BodySettings(new InputMaps.Single(6), 0, 0, 0, 0, BranchSettings.DEFAULTS),
                PLAIN,
                "impossible network: channel 6 of 6");
        assertThatThrownBy(() -> new BranchSettings(4, 0, false, 0))
                .hasMessageContaining("first_kernel 4; expected an odd");
        assertThatThrownBy(() -> new HeadSettings.Cosine(8, 2)).hasMessageContaining("margin 2.0");
        assertThatThrownBy(() -> NetworkSpecs.named(
                        new NetworkSettings(
                                "stacked-resnet",
                                BodySettings.sized(0, 0),
                                new HeadSettings(0, 0, 0, 0, new HeadSettings.Cosine(0, 0))),
                        6,
                        64,
                        2))
                .hasMessage("a cosine head for 2 classes has no default scale; expected a scale");
    }

    private static BodySettings sized(int depth, int blocks, int growth) {
        return new BodySettings(new InputMaps.All(), depth, blocks, 0, growth, BranchSettings.DEFAULTS);
    }

    private static void refused(String name, BodySettings body, HeadSettings head, String message) {
        assertThatThrownBy(() -> NetworkSpecs.named(new NetworkSettings(name, body, head), 6, 64, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
