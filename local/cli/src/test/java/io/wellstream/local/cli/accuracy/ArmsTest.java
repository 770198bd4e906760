package io.wellstream.local.cli.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.wire.keys.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArmsTest {
    private static final CellType HUVEC = new CellType("HUVEC");

    @Test
    void theArmsOf2019DifferInTheRateAlone() {
        RunSpecification seed = run(Arms.named("seed-2019").getFirst());
        RunSpecification tuned = run(Arms.named("seed-2019-at-0.001").getFirst());

        assertThat(seed.getPreset()).isEqualTo("seed-2019");
        assertThat(seed.hasLearningRate()).isFalse();
        assertThat(tuned.toBuilder().clearLearningRate().build()).isEqualTo(seed);
    }

    @Test
    void anArmOfAFileKeepsTheBenchmarksLengthUnlessTheFileHasOne(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.yaml");
        Files.writeString(file, "preset: seed-2019\nepochs: 3\n");

        Arm arm = Arms.ofFile("mine=" + file);

        assertThat(arm.name()).isEqualTo("mine");
        assertThat(arm.settings().getPreset()).isEqualTo("seed-2019");
        assertThat(arm.settings().getEpochs()).isEqualTo(3);
        assertThat(arm.settings().getImageSide()).isEqualTo(64);
    }

    @Test
    void noRunOfTheBenchmarkIsServedOrHasValidationExperiments() {
        for (String name : List.of("seed-2019", "seed-2019-at-0.001", "recommended", "ablation")) {
            for (Arm arm : Arms.named(name)) {
                RunSpecification run = run(arm);

                assertThat(run.getPromotion()).isEqualTo("never");
                assertThat(run.hasPromote()).isFalse();
                assertThat(run.getSplit().getByExperiment().getDrawValidation()).isEqualTo(-1);
            }
        }
    }

    @Test
    void theLeakingArmHoldsBackSites() {
        RunSpecification run = run(Arms.named("seed-2019-random-sites").getFirst());

        assertThat(run.getSplit().hasRandomSites()).isTrue();
        assertThat(run.getSplit().getRandomSites().getDrawTest()).isEqualTo(-1);
    }

    @Test
    void everyArmHasItsOwnNameAndRunName() {
        List<Arm> arms = Arms.named("ablation");

        assertThat(arms).extracting(Arm::name).doesNotHaveDuplicates();
        assertThat(arms)
                .extracting(arm -> new RunId(arm.runName(HUVEC, 3)).name())
                .doesNotHaveDuplicates()
                .first()
                .isEqualTo("recommended-huvec-3");
    }

    @Test
    void anUnknownArmIsRefusedAndTheKnownOnesAreNamed() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> Arms.named("best"))
                .withMessageContaining("--arms best")
                .withMessageContaining("recommended");
    }

    private static RunSpecification run(Arm arm) {
        return arm.run(new DatasetId("accuracy"), HUVEC, 1, "job");
    }
}
