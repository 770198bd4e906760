package io.wellstream.trainer.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.NativeSettings;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Precision;
import io.wellstream.trainer.engine.UnusableDeviceException;
import io.wellstream.trainer.engine.testing.EngineContract;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.memory.MachineMemory;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TorchEngineTest extends EngineContract {
    private static final Engine ENGINE = TinyTraining.engine(EngineName.TORCH);

    TorchEngineTest(@TempDir Path folder) {
        super(ENGINE, folder);
    }

    @Test
    void oneLineSaysWhichLibraryAndDeviceAreInUse() {
        assertThat(ENGINE.describe()).startsWith("libtorch 2.").contains("oneDNN 3", "1 threads, float32, cpu");
    }

    @ParameterizedTest
    @EnumSource(names = {"BF16", "FP16"})
    void inAHalfPrecisionANetworkTrainsAlmostAsInFloat32(Precision precision) {
        Engine half = ENGINE.in(precision).orElseThrow();
        assertThat(half.describe()).contains(precision.toString());
        networks().forEach(spec -> {
            try (Network exact = ENGINE.create(spec, TinyTraining.ADAM, 7);
                    Network rounded = half.create(spec, TinyTraining.ADAM, 7)) {
                Batch batch = TinyTraining.batch(spec, 8, 1);
                double expected = exact.step(batch, 1e-3, 0).loss();
                double found = rounded.step(batch, 1e-3, 0).loss();

                // bfloat16 has 8 bits: a number changes by up to 1/256, in each of a dozen layers; float16 has 11
                assertThat(found).isNotEqualTo(expected).isBetween(expected * 0.95, expected * 1.05);
                steps(rounded, 1, 10);
                assertThat(rounded.logits(batch)).hasDimensions(8, spec.classes());
            }
        });
    }

    @Test
    void aCardThatIsNotThereIsAnError() {
        NativeSettings settings =
                new NativeSettings(3L << 30, Path.of(System.getProperty("user.home"), ".javacpp", "cache"));

        assertThatThrownBy(() -> TorchEngine.start(settings, new TorchSettings("cuda", 0)))
                .isInstanceOf(UnusableDeviceException.class)
                .hasMessageContaining("device cuda was asked for")
                .hasMessageContaining("docs/engines.md");
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> new TorchSettings("gpu", 0)).hasMessageContaining("cuda:N");
        assertThatThrownBy(() -> new TorchSettings("cuda:0,cpu", 0)).hasMessageContaining("`cuda:0,cpu`");
        assertThatThrownBy(() -> new TorchSettings("cuda:1,cuda:1", 0)).hasMessageContaining("names a card twice");
        assertThatThrownBy(() -> new TorchSettings("cpu", -1)).hasMessageContaining("-1 threads");
    }

    /** Each step makes tensors of about 2 MB, so that 300 steps that freed nothing would take 600 MB. */
    @Test
    @Timeout(300)
    void stepsFreeTheMemoryThatTheyTake() {
        NetworkSpec spec = TinyTraining.resnet();
        MachineMemory machine = MachineMemory.ofThisMachine();
        Batch batch = TinyTraining.batch(spec, 32, 1);
        try (Network network = ENGINE.create(spec, TinyTraining.ADAM, 7)) {
            train(network, batch, 0, 50);
            long before = machine.resident();

            train(network, batch, 50, 350);

            assertThat(machine.resident() - before).isLessThan(100L << 20);
        }
    }

    /** A step allocates about 40 MB, which is 10,000 pages; the kernel clears each page that it hands out. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aStepUsesTheMemoryOfTheStepBefore() throws IOException {
        NetworkSpec spec = NetworkSpecs.named(NetworkSettings.defaults(NetworkSpecs.STACKED_RESNET), 6, 128, 20);
        Batch batch = TinyTraining.batch(spec, 32, 1);
        try (Network network = ENGINE.create(spec, TinyTraining.ADAM, 7)) {
            train(network, batch, 0, 4);
            List<Long> taken = new ArrayList<>();

            for (int step = 4; step < 12; step++) {
                long before = pagesTaken();
                train(network, batch, step, step + 1);
                taken.add(pagesTaken() - before);
            }

            // the JVM takes pages as well, during one step or two
            assertThat(taken).filteredOn(pages -> pages < 1_000).hasSizeGreaterThanOrEqualTo(6);
        }
    }

    /** Pages that the kernel gave to this process: the minor faults of proc(5), field 10. */
    private static long pagesTaken() throws IOException {
        String fields = Files.readString(Path.of("/proc/self/stat")).replaceFirst(".*\\) ", "");
        return Long.parseLong(fields.split(" ", -1)[7]);
    }

    private static void train(Network network, Batch batch, int from, int to) {
        for (int step = from; step < to; step++) {
            var unused = network.step(batch, 1e-3, step);
        }
    }
}
