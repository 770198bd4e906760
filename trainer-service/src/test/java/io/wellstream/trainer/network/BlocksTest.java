package io.wellstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlocksTest {
    @Test
    void theBlocksOfANetworkAreCountedFromItsInput() {
        NetworkSpec resnet =
                NetworkSpecs.named(new NetworkSettings(NetworkSpecs.STACKED_RESNET, 3, 8, 0, 0, 12), 6, 64, 5);

        assertThat(Blocks.count(resnet)).isEqualTo(3);
        assertThat(Blocks.upTo(resnet, 0)).isEmpty();
        assertThat(Blocks.upTo(resnet, 1).stream().map(Node::name))
                .contains("stem/conv", "stem/norm", "block1/conv1", "block1/around/norm")
                .noneMatch(name -> name.startsWith("block2") || name.startsWith("head"));
        assertThat(Blocks.upTo(resnet, 3).stream().map(Node::name))
                .contains("block3/conv2")
                .noneMatch(name -> name.startsWith("head") || name.equals(NetworkSpec.LOGITS));
    }

    @Test
    void theBranchesOfSixBranchHaveTheirBlocksSideBySide() {
        NetworkSpec branches =
                NetworkSpecs.named(new NetworkSettings(NetworkSpecs.SIX_BRANCH, 4, 4, 0, 0, 8), 2, 64, 5);

        assertThat(Blocks.count(branches)).isEqualTo(4);
        assertThat(Blocks.upTo(branches, 1).stream()
                        .filter(node -> node.op() instanceof Op.Convolution)
                        .map(Node::name))
                .containsExactly("channel0/block1/conv", "channel1/block1/conv");
    }

    @Test
    void theStagesOfADeepNetworkAreItsBlocks() {
        BodySettings body = new BodySettings(new InputMaps.All(), 18, 0, 4, 0, BranchSettings.DEFAULTS);
        HeadSettings head = new HeadSettings(0, 0, 0, 0, new HeadSettings.Softmax());
        NetworkSpec deep = NetworkSpecs.named(new NetworkSettings(NetworkSpecs.STACKED_RESNET, body, head), 6, 64, 5);

        assertThat(Blocks.count(deep)).isEqualTo(4);
        assertThat(Blocks.upTo(deep, 1).stream().map(Node::name))
                .anyMatch(name -> name.startsWith("stage1/block2/"))
                .noneMatch(name -> name.startsWith("stage2/"));
    }

    /** So that every network can be frozen, and only up to its head. */
    @ParameterizedTest
    @MethodSource("names")
    void everyNetworkHasBlocksAndAHeadOutsideThem(String name) {
        NetworkSpec spec = NetworkSpecs.named(NetworkSettings.defaults(name), 6, 64, 5);

        assertThat(Blocks.count(spec)).isPositive();
        assertThat(Blocks.upTo(spec, Blocks.count(spec)))
                .noneMatch(node -> node.name().equals(NetworkSpec.LOGITS));
    }

    static List<String> names() {
        return NetworkSpecs.names();
    }

    @Test
    void eachBlockIsTrainedWithAShareOfTheRateOfTheNext() {
        NetworkSpec resnet =
                NetworkSpecs.named(new NetworkSettings(NetworkSpecs.STACKED_RESNET, 3, 8, 0, 0, 12), 6, 64, 5);
        Map<String, Double> rates = new HashMap<>();
        resnet.nodes()
                .forEach(
                        node -> rates.put(node.name(), Blocks.rates(resnet, 0.5).applyAsDouble(node)));

        assertThat(rates)
                .containsEntry(NetworkSpec.LOGITS, 1.0)
                .containsEntry("head/dense", 1.0)
                .containsEntry("block3/conv1", 0.5)
                .containsEntry("block2/around/norm", 0.25)
                .containsEntry("block1/conv2", 0.125)
                .containsEntry("stem/conv", 0.0625);
        assertThat(resnet.nodes()).allMatch(node -> Blocks.rates(resnet, 1).applyAsDouble(node) == 1);
    }
}
