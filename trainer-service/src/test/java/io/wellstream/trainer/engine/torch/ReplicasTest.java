package io.wellstream.trainer.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.testing.EngineContract;
import io.wellstream.trainer.engine.testing.Saved;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Weight;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engine torch with two devices, both of which are the processor: no machine of the tests has a card. */
class ReplicasTest extends EngineContract {
    private static final TorchEngine ONE = (TorchEngine) TinyTraining.engine(EngineName.TORCH);
    private static final TorchEngine TWO = ONE.sharing(List.of(new Device("cpu"), new Device("cpu")));
    private static final NetworkSpec SPEC = TinyTraining.resnetWithoutDropout();
    private static final TrainingSettings SGD = new TrainingSettings(Optimizer.SGD, 0.1, 0);

    private final Path folder;

    ReplicasTest(@TempDir Path folder) {
        super(TWO, folder);
        this.folder = folder;
    }

    /** The first step of SGD is linear in the gradient, so the mean of two steps is the step of the mean gradient. */
    @Test
    void aStepIsTheMeanOfTheStepsOfItsShares() {
        Batch batch = TinyTraining.batch(SPEC, 8, 1);
        try (SavedNetwork shared = afterOneStep(TWO, batch);
                SavedNetwork first = afterOneStep(ONE, samples(batch, 0, 1, 2, 3));
                SavedNetwork second = afterOneStep(ONE, samples(batch, 4, 5, 6, 7))) {
            for (Weight weight : Weight.of(SPEC)) {
                float[] mean = first.numbers(weight.name(), weight.shape());
                float[] other = second.numbers(weight.name(), weight.shape());
                for (int i = 0; i < mean.length; i++) {
                    mean[i] = (mean[i] + other[i]) / 2;
                }
                assertThat(shared.numbers(weight.name(), weight.shape()))
                        .as(weight.name())
                        .containsExactly(mean, Offset.offset(1e-5f));
            }
        }
    }

    /** A batch norm cannot measure one sample. */
    @Test
    void aBatchOfThreeIsTrainedOnByOneDevice() {
        Batch batch = TinyTraining.batch(SPEC, 3, 1);
        try (Network one = ONE.create(SPEC, SGD, 7);
                Network two = TWO.create(SPEC, SGD, 7)) {
            assertThat(two.step(batch, 1e-2, 0)).isEqualTo(one.step(batch, 1e-2, 0));
            assertThat(two.parametersSha256()).isEqualTo(one.parametersSha256());
        }
    }

    @Test
    void samplesAreMixedAcrossShares() {
        Batch batch = TinyTraining.batch(SPEC, 4, 1);
        Mixing swapped = new Mixing.Blend(List.of(2, 3, 0, 1), 0);
        Batch moved = samples(batch, 2, 3, 0, 1);
        try (Network mixed = TWO.create(SPEC, SGD, 7);
                Network unmixed = TWO.create(SPEC, SGD, 7)) {
            var unusedMixed = mixed.step(batch, swapped, 1e-2, 0);
            var unused = unmixed.step(moved, 1e-2, 0);
            assertThat(mixed.parametersSha256()).isEqualTo(unmixed.parametersSha256());
        }
    }

    @Test
    void frozenBlocksStayAsTheyAreOnAllDevices() {
        try (Network network = TWO.create(SPEC, TinyTraining.ADAM, 7)) {
            float[][] before = network.logits(TinyTraining.batch(SPEC, 2, 9));
            network.freeze(2);
            for (int step = 0; step < 3; step++) {
                var unused = network.step(TinyTraining.batch(SPEC, 8, step), 1e-2, step);
            }
            assertThat(network.logits(TinyTraining.batch(SPEC, 2, 9))).isNotEqualTo(before);
            try (SavedNetwork now = SavedNetwork.open(Saved.file(folder, network::save), 3);
                    Network untrained = TWO.create(SPEC, TinyTraining.ADAM, 7);
                    SavedNetwork began = SavedNetwork.open(Saved.file(folder, untrained::save), 0)) {
                Weight stem = Weight.of(SPEC).getFirst();
                assertThat(now.numbers(stem.name(), stem.shape()))
                        .containsExactly(began.numbers(stem.name(), stem.shape()));
            }
        }
    }

    private SavedNetwork afterOneStep(TorchEngine engine, Batch batch) {
        try (Network network = engine.create(SPEC, SGD, 7)) {
            var unused = network.step(batch, 1e-2, 0);
            return SavedNetwork.open(Saved.file(folder, network::save), 1);
        }
    }

    private static Batch samples(Batch batch, int... which) {
        int channels = batch.channels();
        int values = batch.values() / batch.samples();
        byte[] pixels = new byte[which.length * values];
        float[] scale = new float[which.length * channels];
        float[] offset = new float[scale.length];
        for (int i = 0; i < which.length; i++) {
            System.arraycopy(batch.pixels(), which[i] * values, pixels, i * values, values);
            System.arraycopy(batch.scale(), which[i] * channels, scale, i * channels, channels);
            System.arraycopy(batch.offset(), which[i] * channels, offset, i * channels, channels);
        }
        int[] labels = IntStream.of(which).map(sample -> batch.labels()[sample]).toArray();
        return new Batch(channels, batch.side(), pixels, scale, offset, labels);
    }
}
