package io.wellstream.trainer.engine.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedTensor;
import io.wellstream.trainer.engine.testing.Saved;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.mixing.MixedLabels;
import io.wellstream.trainer.network.Blocks;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import io.wellstream.trainer.network.Weight;
import io.wellstream.trainer.transfer.StartingWeights;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks that begin with the weights of another, and blocks that stay as they are, on each engine. */
class TransferTest {
    private static final int SAMPLES = 6;

    /** With everything that changes weights apart from their gradients. */
    private static final TrainingSettings DECAYING = new TrainingSettings(Optimizer.ADAMW, 0.1, 1, 0.1, 0, 1);

    private static final TrainingSettings AVERAGED = new TrainingSettings(Optimizer.ADAM, 0, 0, 0, 0.9, 1);

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"DL4J, DL4J", "DL4J, TORCH", "TORCH, DL4J", "TORCH, TORCH"})
    void aNetworkOfOtherClassesBeginsWithTheTrunkOfAModel(EngineName first, EngineName second) {
        Path model = trained(first, resnet(5), DECAYING);
        try (Network fresh = TinyTraining.engine(second).create(resnet(3), DECAYING, 9)) {
            Path random = Saved.file(folder, fresh::save);
            Path start = start(random, model, false);

            try (SavedNetwork expected = SavedNetwork.open(model);
                    SavedNetwork untouched = SavedNetwork.open(random);
                    Network network = TinyTraining.engine(second).restore(start, 0);
                    SavedNetwork found = SavedNetwork.open(Saved.file(folder, network::save), 0)) {
                for (Weight weight : Weight.of(resnet(3))) {
                    boolean head = weight.node().name().equals(NetworkSpec.LOGITS);
                    float[] numbers = (head ? untouched : expected).numbers(weight.name(), weight.shape());
                    float tolerance = weight.trained() ? 0 : 1e-5f; // one engine keeps the logarithm of a variance
                    assertThat(found.numbers(weight.name(), weight.shape()))
                            .as(weight.name())
                            .containsExactly(numbers, within(tolerance));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(EngineName.class)
    void theAverageOfAModelIsWhatANetworkBeginsWith(EngineName name) {
        Path model = trained(name, resnet(5), AVERAGED);
        try (Network fresh = TinyTraining.engine(name).create(resnet(5), AVERAGED, 9);
                SavedNetwork expected = SavedNetwork.open(model)) {
            Path start = start(Saved.file(folder, fresh::save), model, true);
            try (SavedNetwork found = SavedNetwork.open(start, 0)) {
                for (Weight weight : Weight.of(resnet(5))) {
                    float[] average = expected.numbers(SavedTensor.average(weight.name()), weight.shape());
                    assertThat(found.numbers(weight.name(), weight.shape())).isEqualTo(average);
                    assertThat(found.numbers(SavedTensor.average(weight.name()), weight.shape()))
                            .isEqualTo(average);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"DL4J, 1", "DL4J, 2", "TORCH, 1", "TORCH, 2"})
    void frozenBlocksStayAsTheyAreAndTheOthersLearn(EngineName name, int blocks) {
        for (NetworkSpec spec : new NetworkSpec[] {resnet(5), TinyTraining.sixBranch()}) {
            Path start = trained(name, spec, DECAYING);
            Path end;
            try (Network network = TinyTraining.engine(name).restore(start, 3)) {
                network.freeze(blocks);
                train(network, 3, 6);
                end = Saved.file(folder, network::save);
            }
            try (SavedNetwork before = SavedNetwork.open(start, 3);
                    SavedNetwork after = SavedNetwork.open(end, 6)) {
                for (Weight weight : Weight.of(spec)) {
                    boolean same = Arrays.equals(
                            before.numbers(weight.name(), weight.shape()),
                            after.numbers(weight.name(), weight.shape()));
                    boolean frozen = Blocks.upTo(spec, blocks).contains(weight.node());
                    assertThat(same).as(weight.name()).isEqualTo(frozen);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(EngineName.class)
    void everyKindOfNetworkCanBeFrozenUpToItsHead(EngineName name) {
        for (NetworkSpec spec : TinyTraining.everyKindOfNetwork()) {
            int blocks = Blocks.count(spec);
            try (Network network = TinyTraining.engine(name).create(spec, DECAYING, 7)) {
                Path start = Saved.file(folder, network::save);
                network.freeze(blocks);
                train(network, 0, 2);
                try (SavedNetwork before = SavedNetwork.open(start, 0);
                        SavedNetwork after = SavedNetwork.open(Saved.file(folder, network::save), 2)) {
                    for (Weight weight : Weight.of(spec)) {
                        float[] begun = before.numbers(weight.name(), weight.shape());
                        float[] ended = after.numbers(weight.name(), weight.shape());
                        boolean head = weight.node().name().equals(NetworkSpec.LOGITS);
                        if (head || Blocks.upTo(spec, blocks).contains(weight.node())) {
                            assertThat(Arrays.equals(begun, ended))
                                    .as("%s of %s", weight.name(), spec.name())
                                    .isEqualTo(!head);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(EngineName.class)
    void frozenBatchNormsComputeWithTheirRunningStatistics(EngineName name) {
        NetworkSpec spec = resnet(5);
        Path start = trained(name, spec, TinyTraining.ADAM);
        Batch batch = TinyTraining.batch(spec, SAMPLES, 50);
        try (Network network = TinyTraining.engine(name).restore(start, 3);
                Network free = TinyTraining.engine(name).restore(start, 3)) {
            network.freeze(2);
            double inference = StepResult.of(network.logits(batch), MixedLabels.of(batch.labels()), 0.1)
                    .loss();

            assertThat(network.step(batch, 1e-3, 3).loss()).isCloseTo(inference, within(1e-4));
            assertThat(Math.abs(free.step(batch, 1e-3, 3).loss() - inference)).isGreaterThan(1e-2);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineName.class)
    void trainingWithFrozenBlocksResumesBitForBit(EngineName name) {
        Engine engine = TinyTraining.engine(name);
        NetworkSpec spec = TinyTraining.resnet();
        Path start = trained(name, spec, DECAYING);
        Path between;
        byte[] expected;
        try (Network network = engine.restore(start, 3)) {
            network.freeze(1);
            train(network, 3, 5);
            between = Saved.file(folder, network::save);
            train(network, 5, 8);
            expected = network.parametersSha256();
        }
        try (Network network = engine.restore(between, 5)) {
            network.freeze(1);
            train(network, 5, 8);

            assertThat(network.parametersSha256()).isEqualTo(expected);
        }
    }

    /** Without dropout and hidden layer, so that all batch norms are in blocks. */
    private static NetworkSpec resnet(int classes) {
        return NetworkSpecs.named(
                new NetworkSettings(NetworkSpecs.STACKED_RESNET, 2, 8, 0, -1, 0),
                TinyTraining.CHANNELS,
                TinyTraining.SIDE,
                classes);
    }

    private Path trained(EngineName name, NetworkSpec spec, TrainingSettings settings) {
        try (Network network = TinyTraining.engine(name).create(spec, settings, 7)) {
            train(network, 0, 3);
            return Saved.file(folder, network::save);
        }
    }

    private Path start(Path fresh, Path model, boolean sameClasses) {
        try (StartingWeights weights = StartingWeights.open(fresh, model, sameClasses)) {
            return Saved.file(folder, weights::writeTo);
        }
    }

    private static void train(Network network, int from, int to) {
        for (int step = from; step < to; step++) {
            var unused = network.step(TinyTraining.batch(network.spec(), SAMPLES, step), 1e-2, step);
        }
    }
}
