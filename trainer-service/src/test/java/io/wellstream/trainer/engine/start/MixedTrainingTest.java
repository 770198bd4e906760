package io.wellstream.trainer.engine.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.engine.testing.Saved;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.NetworkSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each engine trains on mixed batches, and both get the same losses. */
class MixedTrainingTest {
    private static final int SAMPLES = 6;
    private static final List<Integer> PARTNERS = List.of(3, 0, 2, 5, 1, 4);
    private static final Mixing.Box BOX = new Mixing.Box(5, 9, 20, 11);
    private static final double RATE = 1e-3;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(EngineName.class)
    void aCutBatchTrainsLikeOneThatWasCutBefore(EngineName name) {
        Engine engine = TinyTraining.engine(name);
        for (NetworkSpec spec : List.of(TinyTraining.resnet(), TinyTraining.sixBranch())) {
            Batch batch = ofOneClass(TinyTraining.batch(spec, SAMPLES, 1));
            try (Network mixing = engine.create(spec, TinyTraining.ADAM, 7);
                    Network plain = engine.create(spec, TinyTraining.ADAM, 7);
                    Network uncut = engine.create(spec, TinyTraining.ADAM, 7)) {
                mixing.step(batch, new Mixing.Cut(PARTNERS, BOX), RATE, 0);
                plain.step(cut(batch), RATE, 0);
                uncut.step(batch, RATE, 0);

                assertThat(mixing.parametersSha256())
                        .isEqualTo(plain.parametersSha256())
                        .isNotEqualTo(uncut.parametersSha256());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("mixings")
    void theEnginesAgreeOnTheLosses(NetworkSpec spec, Mixing mixing) {
        Path start;
        try (Network network = TinyTraining.engine(EngineName.DL4J).create(spec, TinyTraining.ADAM, 7)) {
            start = Saved.file(folder, network::save);
        }
        double[] expected = losses(EngineName.DL4J, start, mixing);
        double[] found = losses(EngineName.TORCH, start, mixing);
        double[] unmixed = losses(EngineName.TORCH, start, Mixing.NONE);

        assertThat(found[0]).isCloseTo(expected[0], within(1e-4)).isNotEqualTo(unmixed[0]);
        assertThat(found[1]).isCloseTo(expected[1], within(1e-2)); // after a step of the optimizer, see BothEnginesTest
    }

    static Stream<Arguments> mixings() {
        return Stream.of(
                        TinyTraining.resnetWithoutDropout(),
                        TinyTraining.sixBranchWithoutDropout(),
                        TinyTraining.arcFace())
                .flatMap(spec -> Stream.of(new Mixing.Cut(PARTNERS, BOX), new Mixing.Blend(PARTNERS, 0.3))
                        .map(mixing -> Arguments.of(spec, mixing)));
    }

    private static double[] losses(EngineName engine, Path start, Mixing mixing) {
        double[] losses = new double[2];
        try (Network network = TinyTraining.engine(engine).restore(start, 0)) {
            for (int step = 0; step < losses.length; step++) {
                StepResult result = network.step(TinyTraining.batch(network.spec(), SAMPLES, step), mixing, RATE, step);
                losses[step] = result.loss();
            }
        }
        return losses;
    }

    private static Batch ofOneClass(Batch batch) {
        return new Batch(
                batch.channels(),
                batch.side(),
                batch.pixels(),
                batch.scale(),
                batch.offset(),
                new int[batch.samples()]);
    }

    private static Batch cut(Batch batch) {
        byte[] pixels = batch.pixels().clone();
        int side = batch.side();
        for (int sample = 0; sample < batch.samples(); sample++) {
            for (int channel = 0; channel < batch.channels(); channel++) {
                for (int y = BOX.top(); y < BOX.top() + BOX.height(); y++) {
                    int to = ((sample * batch.channels() + channel) * side + y) * side + BOX.left();
                    int from = ((PARTNERS.get(sample) * batch.channels() + channel) * side + y) * side + BOX.left();
                    System.arraycopy(batch.pixels(), from, pixels, to, BOX.width());
                }
            }
        }
        return new Batch(batch.channels(), side, pixels, batch.scale(), batch.offset(), batch.labels());
    }
}
