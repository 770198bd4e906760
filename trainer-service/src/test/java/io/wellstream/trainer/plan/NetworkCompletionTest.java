package io.wellstream.trainer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import io.wellstream.trainer.network.Op;
import org.junit.jupiter.api.Test;

class NetworkCompletionTest {
    @Test
    void aNetworkThatNamesNothingIsRecordedAsBefore() {
        NetworkSettings network = completed(NetworkSettings.newBuilder());

        assertThat(network)
                .isEqualTo(NetworkSettings.newBuilder()
                        .setName("stacked-resnet")
                        .setInput("stacked")
                        .setDropout(-1)
                        .setL2(-1)
                        .build());
        assertThat(completed(NetworkSettings.newBuilder().setHead("softmax").setOrder("relu-norm")))
                .as("explicit defaults are the same run")
                .isEqualTo(network);
        assertThat(spec(NetworkSettings.newBuilder()))
                .isEqualTo(NetworkSpecs.named(
                        io.wellstream.trainer.network.NetworkSettings.defaults("stacked-resnet"), 6, 224, 1_108));
    }

    @Test
    void aMarginIsRecordedAndReachesTheNetwork() {
        NetworkSettings.Builder requested =
                NetworkSettings.newBuilder().setDepth(18).setEmbedding(512).setHead("arcface");

        assertThat(completed(requested).getMargin()).isEqualTo(0.5);
        assertThat(spec(requested).nodes().getLast().op())
                .isInstanceOfSatisfying(
                        Op.Cosine.class, cosine -> assertThat(cosine.margin()).isEqualTo(0.5));
        assertThat(spec(requested.setHead("cosine")).margin()).isEmpty();
    }

    @Test
    void theSettingsOfTheBranchesAndTheChannelReachTheNetwork() {
        NetworkSpec branches = spec(NetworkSettings.newBuilder()
                .setName("six-branch")
                .setFirstKernel(7)
                .setConvL2(1e-4)
                .setOrder("norm-relu")
                .setBlockDropout(0.1));
        NetworkSpec single =
                spec(NetworkSettings.newBuilder().setInput("single").setChannel(6));

        assertThat(branches.nodes().get(1).op()).isEqualTo(new Op.Convolution(16, 7, 1, 3, true, 1e-4));
        assertThat(branches.nodes().get(2).op()).isInstanceOf(Op.BatchNorm.class);
        assertThat(branches.nodes()).anyMatch(node -> node.name().equals("channel5/block6/dropout"));
        assertThat(single.nodes().getFirst().op()).isEqualTo(new Op.ChannelOf(5));
    }

    @Test
    void settingsThatCannotWorkAreRefusedByName() {
        refused(
                NetworkSettings.newBuilder().setName("alexnet"),
                "network.name is 'alexnet'; expected one of six-branch, stacked-resnet, densenet, vgg-composite");
        refused(
                NetworkSettings.newBuilder().setInput("single"),
                "network.channel is '0'; expected a channel from 1, because input is single");
        refused(
                NetworkSettings.newBuilder().setChannel(2),
                "network.channel is '2'; expected none unless input is single");
        refused(
                NetworkSettings.newBuilder().setName("six-branch").setInput("composite"),
                "network.input is 'composite'; expected one of six-branch");
        refused(NetworkSettings.newBuilder().setHead("triplet"), "network.head is 'triplet'; expected one of softmax");
        refused(
                NetworkSettings.newBuilder().setScale(8),
                "network.scale is '8.0'; expected none unless head is cosine");
        refused(
                NetworkSettings.newBuilder().setHead("cosine").setMargin(0.3),
                "network.margin is '0.3'; expected none unless head is arcface");
        refused(
                NetworkSettings.newBuilder().setHead("arcface").setMargin(1.6),
                "network.margin is '1.6'; expected more than 0 and less than π/2 radians");
        refused(NetworkSettings.newBuilder().setEmbedding(-1), "network.embedding is '-1'; expected 0 to 8192");
        assertThatThrownBy(() -> spec(NetworkSettings.newBuilder().setDepth(20)))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("network: stacked-resnet of depth 20; expected 10, 18, 34 or 50");
        assertThatThrownBy(() ->
                        spec(NetworkSettings.newBuilder().setInput("single").setChannel(7)))
                .isInstanceOf(RefusedRunException.class)
                .hasMessage("network: impossible network: channel 6 of 6");
    }

    private static NetworkSettings completed(NetworkSettings.Builder network) {
        return run(network).getNetwork();
    }

    private static NetworkSpec spec(NetworkSettings.Builder network) {
        return NetworkChoice.of(run(network), 6, 1_108);
    }

    private static RunSpecification run(NetworkSettings.Builder network) {
        RunSpecification run = EffectiveSpecification.of(RunSpecification.newBuilder()
                .setDataset("demo")
                .setNetwork(network)
                .build());
        assertThat(EffectiveSpecification.of(run)).isEqualTo(run);
        return run;
    }

    private static void refused(NetworkSettings.Builder network, String message) {
        assertThatThrownBy(() -> completed(network))
                .isInstanceOf(RefusedRunException.class)
                .hasMessageStartingWith(message);
    }
}
