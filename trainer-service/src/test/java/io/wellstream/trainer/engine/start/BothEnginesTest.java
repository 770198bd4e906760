package io.wellstream.trainer.engine.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Engines;
import io.wellstream.trainer.engine.ForeignCheckpointException;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedState;
import io.wellstream.trainer.engine.saved.SavedTensor;
import io.wellstream.trainer.engine.testing.EngineContract;
import io.wellstream.trainer.engine.testing.Saved;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Weight;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The engines compute the same function: from equal states, on equal batches. */
class BothEnginesTest {
    private static final Engine DL4J = TinyTraining.engine(EngineName.DL4J);
    private static final Engine TORCH = TinyTraining.engine(EngineName.TORCH);

    private static final int STEPS = 12;
    private static final int SAMPLES = 8;
    private static final double RATE = 1e-3;
    private static final int PERTURBATIONS = 4;
    private static final int PASSES = 3;
    private static final double UNIT_ROUNDOFF = 0x1p-24;

    private final Path folder;

    BothEnginesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Arguments> runs() {
        return Stream.of(
                Arguments.of(TinyTraining.resnetWithoutDropout(), new TrainingSettings(Optimizer.ADAM, 0.1, 0)),
                Arguments.of(TinyTraining.resnetWithoutDropout(), new TrainingSettings(Optimizer.NADAM, 0, 0)),
                Arguments.of(TinyTraining.sixBranchWithoutDropout(), new TrainingSettings(Optimizer.ADAM, 0, 0)),
                Arguments.of(TinyTraining.sixBranchWithoutDropout(), new TrainingSettings(Optimizer.NADAM, 0.1, 0)),
                Arguments.of(
                        TinyTraining.resnetWithoutDropout(), new TrainingSettings(Optimizer.SGD, 0.1, 0.02, 0, 0, 1)),
                Arguments.of(
                        TinyTraining.sixBranchWithoutDropout(),
                        new TrainingSettings(Optimizer.ADAMW, 0.1, 0, 0.05, 0, 2)),
                Arguments.of(TinyTraining.denseNet(), new TrainingSettings(Optimizer.SGD, 0, 0)),
                Arguments.of(TinyTraining.arcFace(), new TrainingSettings(Optimizer.ADAM, 0.1, 0)));
    }

    /**
     * A sum of n products, added in any order, is the exact sum for factors that differ by at most n unit roundoffs each, and very
     * probably by at most √n (Higham and Mary, A New Approach to Probabilistic Rounding Error Analysis, 2019). So the order in which an
     * engine adds may change the losses by as much as such changes of the weights do, which is measured here with one engine; and a step
     * adds three times: forward, back to the inputs, and back to the weights.
     */
    @ParameterizedTest
    @MethodSource("runs")
    void theLossCurvesAgreeToWithinWhatTheOrderOfAdditionChanges(NetworkSpec spec, TrainingSettings settings) {
        Path start = Saved.file(folder, DL4J.create(spec, settings, 7)::save);
        double rate =
                settings.optimizer() == Optimizer.NADAM ? RATE / 10 : RATE; // its first steps are that much larger
        double[] expected = losses(DL4J, start, rate);
        double[] tolerance = new double[STEPS];
        for (int i = 0; i < PERTURBATIONS; i++) {
            double[] perturbed = losses(DL4J, perturbed(spec, start, i), rate);
            for (int step = 0; step < STEPS; step++) {
                tolerance[step] = Math.max(tolerance[step], Math.abs(perturbed[step] - expected[step]));
            }
        }

        double[] found = losses(TORCH, start, rate);

        double worst = 0;
        for (int step = 0; step < STEPS; step++) {
            worst = Math.max(worst, tolerance[step]);
            assertThat(Math.abs(found[step] - expected[step]))
                    .as("step %d: %s and %s", step, expected[step], found[step])
                    .isLessThanOrEqualTo(PASSES * worst);
        }
        assertThat(PASSES * worst).as("the tolerance is small").isLessThan(0.01 * expected[0]);
        assertThat(expected[STEPS - 1]).as("the network learns").isLessThan(expected[2]);
    }

    private static double[] losses(Engine engine, Path start, double rate) {
        double[] losses = new double[STEPS];
        try (Network network = engine.restore(start, 0)) {
            for (int step = 0; step < STEPS; step++) {
                Batch batch = TinyTraining.batch(network.spec(), SAMPLES, step % 3);
                losses[step] = network.step(batch, rate, step).loss();
            }
        }
        return losses;
    }

    /** The saved network with each weight changed by up to √n unit roundoffs, where n are the terms of the largest sum. */
    private Path perturbed(NetworkSpec spec, Path start, int number) {
        double terms = spec.shapes().values().stream()
                .mapToDouble(
                        shape -> shape.isVector() ? shape.channels() : (double) SAMPLES * shape.side() * shape.side())
                .max()
                .orElseThrow();
        SplittableRandom random = new SplittableRandom(number);
        try (SavedNetwork saved = SavedNetwork.open(start, 0)) {
            List<SavedTensor> tensors = new ArrayList<>();
            for (Weight weight : Weight.of(spec)) {
                float[] numbers = saved.numbers(weight.name(), weight.shape());
                for (int i = 0; i < numbers.length && weight.trained(); i++) {
                    numbers[i] *= (float) (1 + Math.sqrt(terms) * UNIT_ROUNDOFF * random.nextDouble(-1, 1));
                }
                tensors.add(new SavedTensor(weight.name(), weight.shape(), () -> numbers));
                if (weight.trained()) {
                    float[] zeros = new float[numbers.length];
                    for (String kept :
                            saved.state().definition().settings().optimizer().state()) {
                        String name = SavedTensor.ofOptimizer(weight.name(), kept);
                        tensors.add(new SavedTensor(name, weight.shape(), () -> zeros));
                    }
                }
            }
            SavedState state = saved.state();
            return Saved.file(folder, out -> SavedNetwork.write(state, tensors, out));
        }
    }

    @ParameterizedTest
    @MethodSource("directions")
    void theOtherEngineContinuesAverageVelocityAndGradients(Engine first, Engine second) {
        NetworkSpec spec = TinyTraining.resnetWithoutDropout();
        TrainingSettings settings = new TrainingSettings(Optimizer.SGD, 0, 1, 1e-3, 0.9, 2);
        try (Network network = first.create(spec, settings, 7)) {
            train(network, 0, 3); // the third batch has only added to the gradients

            try (Network other = second.restore(Saved.file(folder, network::save), 3)) {
                Batch unseen = TinyTraining.batch(spec, 5, 99);
                EngineContract.assertClose(other.logits(unseen), network.logits(unseen));
                train(network, 3, 6);
                train(other, 3, 6);
                EngineContract.assertClose(other.logits(unseen), network.logits(unseen));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("directions")
    void theOtherEngineContinuesACheckpoint(Engine first, Engine second) {
        for (NetworkSpec spec : TinyTraining.everyKindOfNetwork()) {
            try (Network network = first.create(spec, TinyTraining.ADAM, 7)) {
                train(network, 0, 3);

                try (Network other = second.restore(Saved.file(folder, network::save), 3)) {
                    Batch unseen = TinyTraining.batch(spec, 5, 99);
                    EngineContract.assertClose(other.logits(unseen), network.logits(unseen));
                    train(other, 3, 4);
                }
            }
        }
    }

    static Stream<Arguments> directions() {
        return Stream.of(Arguments.of(DL4J, TORCH), Arguments.of(TORCH, DL4J));
    }

    @Test
    void theOptimizersStateGoesOverToTheOtherEngine() {
        NetworkSpec spec = TinyTraining.resnetWithoutDropout();
        Path fifth;
        try (Network network = DL4J.create(spec, TinyTraining.ADAM, 7)) {
            train(network, 0, 5);
            fifth = Saved.file(folder, network::save);
        }
        try (Network expected = DL4J.restore(fifth, 5);
                Network found = TORCH.restore(fifth, 5)) {
            train(expected, 5, 6);
            train(found, 5, 6);

            try (SavedNetwork one = SavedNetwork.open(Saved.file(folder, expected::save), 6);
                    SavedNetwork other = SavedNetwork.open(Saved.file(folder, found::save), 6)) {
                for (Weight weight : Weight.of(spec)) {
                    if (weight.trained()) {
                        assertMoved(one, other, weight);
                    }
                }
            }
        }
    }

    /** Both moments agree, and so do the weights, unless the gradient is nothing but rounding: of a bias before a batch norm. */
    private static void assertMoved(SavedNetwork expected, SavedNetwork found, Weight weight) {
        double gradient =
                largest(expected.numbers(SavedTensor.ofOptimizer(weight.name(), "first-moment"), weight.shape()));
        if (gradient > 1e-6) {
            for (String name : List.of(
                    SavedTensor.ofOptimizer(weight.name(), "first-moment"),
                    SavedTensor.ofOptimizer(weight.name(), "second-moment"))) {
                float[] moments = expected.numbers(name, weight.shape());
                assertThat(difference(moments, found.numbers(name, weight.shape())))
                        .as(name)
                        .isLessThan(1e-4 * largest(moments));
            }
            assertThat(difference(
                            expected.numbers(weight.name(), weight.shape()),
                            found.numbers(weight.name(), weight.shape())))
                    .as(weight.name())
                    .isLessThan(0.02 * RATE); // a step moves a weight by about the rate
        }
    }

    private static double largest(float[] numbers) {
        return difference(numbers, new float[numbers.length]);
    }

    private static double difference(float[] some, float[] others) {
        double largest = 0;
        for (int i = 0; i < some.length; i++) {
            largest = Math.max(largest, Math.abs(some[i] - others[i]));
        }
        return largest;
    }

    @Test
    void theSameStatisticsAreMeasured() {
        NetworkSpec spec = TinyTraining.sixBranchWithoutDropout();
        Path start = Saved.file(folder, DL4J.create(spec, TinyTraining.ADAM, 7)::save);
        try (Network expected = DL4J.restore(start, 0);
                Network found = TORCH.restore(start, 0)) {
            Batch batch = TinyTraining.batch(spec, SAMPLES, 1);
            expected.step(batch, 1e-9, 0);
            found.step(batch, 1e-9, 0);

            try (SavedNetwork one = SavedNetwork.open(Saved.file(folder, expected::save), 1);
                    SavedNetwork other = SavedNetwork.open(Saved.file(folder, found::save), 1)) {
                for (Weight weight : Weight.of(spec)) {
                    if (!weight.trained()) {
                        EngineContract.assertClose(
                                new float[][] {other.numbers(weight.name(), weight.shape())},
                                new float[][] {one.numbers(weight.name(), weight.shape())});
                    }
                }
            }
        }
    }

    @Test
    void engineTorchContinuesAModelZipOfAnEarlierVersion() {
        NetworkSpec spec = TinyTraining.resnet();
        RunSpecification run = RunSpecification.newBuilder().setEngine("torch").build();
        try (Network network = DL4J.create(spec, TinyTraining.ADAM, 7)) {
            train(network, 0, 3);
            Path zip = Saved.file(folder, network.libraryFile().orElseThrow()::writeTo);

            Engine torch = new Engines(List.of(DL4J, TORCH)).forRun(run).orElseThrow();
            assertThat(torch.name()).isEqualTo(EngineName.TORCH);
            try (Network other = torch.restore(zip, 3)) {
                Batch unseen = TinyTraining.batch(spec, 5, 99);
                EngineContract.assertClose(other.logits(unseen), network.logits(unseen));
            }
            assertThat(folder).isDirectoryNotContaining("glob:**.converted");

            Engine alone = Engines.only(TORCH).forRun(run).orElseThrow();
            assertThatThrownBy(() -> alone.restore(zip, 3))
                    .isInstanceOf(ForeignCheckpointException.class)
                    .hasMessageContaining("it has torch: resume the run on a trainer with engine dl4j");
        }
    }

    private static void train(Network network, int from, int to) {
        for (int step = from; step < to; step++) {
            var unused = network.step(TinyTraining.batch(network.spec(), SAMPLES, step), RATE, step);
        }
    }
}
