package io.wellstream.local.cli.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.wire.keys.RunId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArmsTest {
    private static final CellType HUVEC = new CellType("HUVEC");

    @Test
    void theSeedIsWhatTheCodeOf2019Did() {
        RunSpecification run = run(Arms.named("seed-2019").getFirst());

        assertThat(run.getNetwork().getName()).isEqualTo("six-branch");
        assertThat(run.getNormalization()).isEqualTo("unit");
        assertThat(run.getAugmentation()).isEqualTo("seed-2019");
        assertThat(run.getLearningRate().getBase()).isEqualTo(0.1 * run.getBatchSize() / 256);
    }

    @Test
    void noRunOfTheBenchmarkIsServedOrHasValidationExperiments() {
        for (String name : List.of("seed-2019", "seed-2019-tuned", "recommended", "ablation")) {
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
