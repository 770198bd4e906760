package io.wellstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class NetworkSpecsTest {
    static final List<String> names = NetworkSpecs.names();

    @Test
    void theSixBranchNetworkIsThatOfThe2019Code() {
        NetworkSpec spec = named(NetworkSpecs.SIX_BRANCH, 224, 1_108);

        assertThat(filters(spec, "channel3/")).containsExactly(16, 32, 64, 128, 256, 512);
        assertThat(spec.shapes())
                .containsEntry("channel0/block5/pool", new Shape(256, 7))
                .containsEntry("head/join", Shape.units(3_072))
                .containsEntry("head/dense", Shape.units(1_000));
        assertThat(spec.nodes())
                .contains(new Node("head/dropout", new Op.Dropout(0.3), List.of("head/norm")))
                .contains(new Node(NetworkSpec.LOGITS, new Op.Dense(1_108, 0.001), List.of("head/dropout")));
    }

    @Test
    void theResidualNetworkIsSmallEnoughForTheDemo() {
        assertThat(named(NetworkSpecs.STACKED_RESNET, 96, 24).multiplyAdds()).isLessThan(40_000_000);
    }

    @Test
    void settingsChangeTheNetwork() {
        NetworkSpec spec =
                NetworkSpecs.named(new NetworkSettings(NetworkSpecs.SIX_BRANCH, 3, 8, 0, 0.5, 60), 6, 64, 31);

        assertThat(filters(spec, "channel0/")).containsExactly(8, 16, 32);
        assertThat(spec.shapes()).containsEntry("head/dense", Shape.units(60));
        assertThat(spec.nodes()).noneMatch(node -> node.op() instanceof Op.Dropout);
        assertThat(spec.nodes().getLast().op()).isEqualTo(new Op.Dense(31, 0.5));
    }

    @ParameterizedTest
    @FieldSource("names")
    void aSpecSurvivesJson(String name) throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        NetworkSpec spec = named(name, 96, 24);

        assertThat(json.readValue(json.writeValueAsString(spec), NetworkSpec.class))
                .isEqualTo(spec);
    }

    @Test
    void anUnknownNameIsRefusedAndTheKnownNamesAreListed() {
        assertThatThrownBy(() -> named("alexnet", 96, 24))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alexnet")
                .hasMessageContaining("six-branch, stacked-resnet");
    }

    @Test
    void anImageTooSmallForItsBlocksIsRefused() {
        assertThatThrownBy(() -> named(NetworkSpecs.SIX_BRANCH, 16, 24)).hasMessageContaining("at least 32 pixels");
    }

    @Test
    void aNetworkWhoseNodesDoNotFitIsRefused() {
        Node average = new Node("average", new Op.GlobalAverage(), List.of(NetworkSpec.PIXELS));
        Node logits = new Node(NetworkSpec.LOGITS, new Op.Dense(3, 0), List.of("average"));
        assertThat(new NetworkSpec("mean", 6, 8, 3, List.of(average, logits)).multiplyAdds())
                .isEqualTo(18);

        assertThatThrownBy(() -> new NetworkSpec("mean", 6, 8, 4, List.of(average, logits)))
                .hasMessageContaining("expected 4 classes");
        assertThatThrownBy(() -> new NetworkSpec("mean", 6, 8, 3, List.of(logits, average)))
                .hasMessageContaining("no node `average`");
        assertThatThrownBy(() -> new NetworkSpec("mean", 6, 8, 3, List.of(average)))
                .hasMessageContaining("does not end in `logits`");
        assertThatThrownBy(() -> new NetworkSpec("mean", 6, 8, 3, List.of(average, average, logits)))
                .hasMessageContaining("two nodes named `average`");
        assertThatThrownBy(() -> new NetworkSpec(
                        "mean",
                        6,
                        8,
                        3,
                        List.of(average, new Node("late", new Op.ChannelOf(0), List.of("average")), logits)))
                .hasMessageContaining("`late`");
    }

    private static NetworkSpec named(String name, int side, int classes) {
        return NetworkSpecs.named(NetworkSettings.defaults(name), 6, side, classes);
    }

    private static List<Integer> filters(NetworkSpec spec, String prefix) {
        return spec.nodes().stream()
                .filter(node -> node.name().startsWith(prefix))
                .filter(node -> node.op() instanceof Op.Convolution)
                .map(node -> ((Op.Convolution) node.op()).filters())
                .toList();
    }
}
