package io.wellstream.local.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.local.cli.link.RefusedException;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.MixingSettings;
import io.wellstream.proto.v1.NetworkSettings;
import io.wellstream.proto.v1.RandomSites;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    @Test
    void keysAreTheFieldsOfTheSpecification() {
        RunSpecification run = parse("""
                # a comment
                dataset: rxrx1
                cell_type: HUVEC
                target: treatment+control
                seed: 7
                batch_size: 16
                learning_rate: {schedule: constant, base: 2e-3}
                network:
                  name: six-branch
                  blocks: 4
                split:
                  by_experiment:
                    test: [HUVEC-01, HUVEC-02]
                cutmix: {probability: 0.5}
                label_smoothing: 0
                """);

        assertThat(run)
                .isEqualTo(RunSpecification.newBuilder()
                        .setDataset("rxrx1")
                        .setCellType("HUVEC")
                        .setTarget(Target.TARGET_TREATMENT_AND_CONTROL)
                        .setSeed(7)
                        .setBatchSize(16)
                        .setLearningRate(LearningRate.newBuilder()
                                .setSchedule("constant")
                                .setBase(0.002))
                        .setNetwork(NetworkSettings.newBuilder()
                                .setName("six-branch")
                                .setBlocks(4))
                        .setSplit(Split.newBuilder()
                                .setByExperiment(ByExperiment.newBuilder()
                                        .addTest("HUVEC-01")
                                        .addTest("HUVEC-02")))
                        .setCutmix(MixingSettings.newBuilder().setProbability(0.5))
                        .setLabelSmoothing(0)
                        .build());
    }

    @Test
    void whatIsPrintedIsReadBackAsTheSameSpecification() {
        RunSpecification run = RunSpecification.newBuilder()
                .setDataset("no")
                .setCellType("5 \"quoted\" \\ cells")
                .setTarget(Target.TARGET_CELL_TYPE)
                .setSeed(-1)
                .setLabelSmoothing(0.1)
                .setGradientClip(1e-300)
                .setSplit(Split.newBuilder()
                        .setRandomSites(RandomSites.newBuilder()
                                .setValidationShare(1.0 / 3)
                                .addTest("HUVEC-01")
                                .setDrawTest(-1)))
                .addExcluded(WellKey.newBuilder()
                        .setExperiment("HUVEC-01")
                        .setPlate(2)
                        .setWell("B03"))
                .addIngestJobs("job-1")
                .setPartial(true)
                .setCutmix(MixingSettings.getDefaultInstance())
                .setPromotion("never")
                .build();

        String printed = RunFilePrinter.print(run);

        assertThat(parse(printed)).isEqualTo(run);
        assertThat(printed)
                .contains("seed: 18446744073709551615")
                .contains("dataset: \"no\"")
                .contains("# split_seed: not set")
                .contains("excluded:\n  - {experiment: HUVEC-01, plate: 2, well: B03")
                .contains("  random_sites:\n    validation_share: 0.3333333333333333")
                .doesNotContain("by_experiment")
                .doesNotContain("promote:");
    }

    @Test
    void anEmptyFileSetsNothing() {
        assertThat(parse("")).isEqualTo(RunSpecification.getDefaultInstance());
        assertThat(parse("# nothing\n")).isEqualTo(RunSpecification.getDefaultInstance());
    }

    @Test
    void anUnknownKeyIsRefusedWithItsLineAndTheNearestKey() {
        refused(
                "dataset: demo\naugmentatoin: none\n",
                "line 2: 'augmentatoin' is not a setting; the nearest one is 'augmentation'");
        refused(
                "network:\n  nane: six-branch\n",
                "line 2: 'nane' is not a setting of 'network'; the nearest one is 'name'");
        refused("promote: true\n", "line 1: 'promote' is not a setting; the nearest one is 'promotion'");
    }

    @Test
    void aBadValueIsRefusedWithItsLine() {
        refused("dataset: demo\n\nbatch_size: many\n", "line 3: 'batch_size' is 'many'; expected a whole number");
        refused("learning_rate:\n  base: fast\n", "line 2: 'learning_rate.base' is 'fast'; expected a number");
        refused("partial: maybe\n", "line 1: 'partial' is 'maybe'; expected true or false");
        refused(
                "target: genes\n",
                "line 1: 'target' is 'genes'; expected one of treatment, control, treatment+control, cell-type");
        refused("seed:\n", "line 1: 'seed' has no single value; expected a whole number");
        refused("epochs: [1, 2]\n", "line 1: 'epochs' has no single value; expected a whole number");
        refused("network: six-branch\n", "line 1: 'network' is 'six-branch'; expected settings as 'key: value'");
        refused("ingest_jobs: job-1\n", "line 1: 'ingest_jobs' is 'job-1'; expected a list, as [A, B]");
        refused("just text\n", "line 1: 'just text'; expected settings");
    }

    @Test
    void whatIsNotYamlOrSaysAKeyTwiceIsRefusedWithItsLine() {
        refused("dataset: demo\nseed: 1\nseed: 2\n", "line 3: ");
        refused("dataset: [demo\n", "line ");
        refused("seed: 1\n---\nseed: 2\n", "a second document; expected one");
    }

    @Test
    void aFileThatCannotBeReadIsNamed(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("run.yaml");
        assertThatThrownBy(() -> RunFile.read(missing))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("cannot read " + missing);

        Path file = Files.writeString(missing, "seed: 3\n");
        assertThat(RunFile.read(file).specification().getSeed()).isEqualTo(3);
    }

    @Test
    void aRefusedSettingIsFoundInTheFileUnlessAnOptionReplacedIt() {
        RunFile file = RunFileReader.read("run.yaml", "dataset: demo\ncutmix:\n  probability: 2\n");
        RefusedException refused = new RefusedException("cutmix.probability is '2.0'; expected 0.0 to 1.0");

        assertThat(file.located(refused, file.specification()))
                .hasMessage("run.yaml, line 3: cutmix.probability is '2.0'; expected 0.0 to 1.0");
        assertThat(file.located(
                        refused,
                        file.specification().toBuilder()
                                .setCutmix(MixingSettings.newBuilder().setProbability(3))
                                .build()))
                .isSameAs(refused);
        assertThat(file.located(new RefusedException("seed is '1'"), file.specification()))
                .hasMessage("seed is '1'");
    }

    @Test
    void theDistanceOfKeysCountsLetters() {
        assertThat(Keys.distance("kitten", "sitting")).isEqualTo(3); // Levenshtein's distance, as in every textbook
        assertThat(Keys.distance("", "abc")).isEqualTo(3);
        assertThat(Keys.distance("same", "same")).isZero();
    }

    private static RunSpecification parse(String text) {
        return RunFileReader.read("run.yaml", text).specification();
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("run.yaml, ")
                .hasMessageContaining(message);
    }
}
