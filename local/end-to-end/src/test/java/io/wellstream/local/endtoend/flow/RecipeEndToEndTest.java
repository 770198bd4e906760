package io.wellstream.local.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.Main;
import io.wellstream.local.cli.accuracy.Arm;
import io.wellstream.local.cli.accuracy.Arms;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.proto.v1.JitterSettings;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.wire.kafka.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import picocli.CommandLine;

/** Runs with presets and settings files, on a running system. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecipeEndToEndTest {
    private final Path folder;
    private final SmallScreen screen;
    private final LocalSystem system;
    private final SystemClient client;

    RecipeEndToEndTest() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("wellstream-recipe");
        screen = SmallScreen.simulate(folder);
        system = LocalSystem.start(screen.config(folder.resolve("data"), 1));
        client = SystemClient.of(system.endpoints());
    }

    @BeforeAll
    void theScreenIsIngested() throws InterruptedException {
        assertThat(new IngestJobs(client)
                        .run(new DatasetId(SmallScreen.DATASET), screen.folder(), false)
                        .problems())
                .isEmpty();
    }

    @AfterAll
    void stop() {
        system.close();
    }

    @Test
    void printedSettingsGivenBackAreTheSameRun() throws IOException {
        String[] typed = SmallScreen.train(
                "--preset",
                "recommended",
                "--mixup",
                "0.5",
                "--batches",
                "by-class",
                "--engine",
                "torch",
                "--epochs",
                "2");

        Said printed = wellstream(typed, "--print-config");
        Path file = Files.writeString(folder.resolve("run.yaml"), printed.out());
        Said fromOptions = wellstream(typed, "--run", "typed");
        Said fromFile = wellstream(new String[] {"train"}, "--config", file.toString(), "--run", "from-file");

        assertThat(printed.exit()).as(printed.err()).isZero();
        assertThat(printed.out())
                .contains("preset: recommended", "channel_dropout: 0.2", "kind: by-class", "precision: float32");
        assertThat(fromOptions.exit()).as(fromOptions.err()).isZero();
        assertThat(fromFile.exit()).as(fromFile.err()).isZero();
        RunRecord expected = client.runs().require("typed").getRun();
        RunRecord found = client.runs().require("from-file").getRun();
        assertThat(found.getSpecification()).isEqualTo(expected.getSpecification());
        assertThat(found.getFinished().getParametersSha256())
                .isEqualTo(expected.getFinished().getParametersSha256());
        ModelCard card = ModelCards.of(client, found);
        assertThat(card.getSpecification()).isEqualTo(expected.getSpecification());
        assertThat(wellstream(new String[] {"train"}, "--config", file.toString(), "--print-config")
                        .out())
                .isEqualTo(printed.out());
    }

    /** The command line repeats the preset of the trainer, where an arm of the ablation cannot override it. */
    @Test
    void anAblationRemovesOnePartOfThePresetAndNothingElse() {
        RunSpecification recommended = complete("recommended");

        assertThat(complete("recommended without jitter"))
                .isEqualTo(recommended.toBuilder()
                        .clearPreset()
                        .setJitter(JitterSettings.getDefaultInstance())
                        .build());
        assertThat(complete("recommended without scaled channel dropout"))
                .isEqualTo(recommended.toBuilder()
                        .clearPreset()
                        .clearChannelDropout()
                        .build());
    }

    private RunSpecification complete(String arm) {
        RunSpecification settings = Arms.named("ablation").stream()
                .filter(found -> found.name().equals(arm))
                .map(Arm::settings)
                .findFirst()
                .orElseThrow();
        return client.runs()
                .complete(settings.toBuilder().setDataset(SmallScreen.DATASET).build());
    }

    @Test
    void aRunGoesOnFromAModelWithItsFirstBlocksFrozen() {
        Said first = wellstream(SmallScreen.train("--epochs", "2", "--run", "all", "--engine", "torch"));
        Said second = wellstream(SmallScreen.train(
                "--epochs", "2", "--run", "tuned", "--start-from", "all", "--freeze", "1", "--engine", "dl4j"));
        Said beyond = wellstream(SmallScreen.train("--run", "beyond", "--start-from", "all", "--freeze", "9"));
        Said unknown = wellstream(SmallScreen.train("--run", "unknown", "--start-from", "none"));

        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(second.exit()).as(second.err()).isZero();
        assertThat(second.out()).contains("Began with model all: ", " 0 at random, 1 blocks frozen");
        assertThat(beyond.exit()).isEqualTo(1);
        assertThat(beyond.err()).contains("frozen_blocks is '9'; expected at most 2");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).contains("start_from.model is 'none'; expected a published model");
    }

    @Test
    void aRunBeginsWithAnOnnxFileAndIsRepeated() throws IOException {
        Said exported = wellstream(SmallScreen.train("--epochs", "2", "--run", "exported", "--engine", "torch"));
        RunRecord record = client.runs().require("exported").getRun();
        ObjectRef onnx = client.table(Topics.MODELS, key -> key.endsWith("/exported")).values().stream()
                .map(ModelPublished::getOnnx)
                .findFirst()
                .orElseThrow();
        Path file = Files.write(folder.resolve("backbone.onnx"), client.object(onnx));
        Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(client.object(onnx), 20_000));

        Said begun = wellstream(SmallScreen.train(
                "--epochs",
                "2",
                "--run",
                "begun",
                "--start-from",
                file.toString(),
                "--block-rate-decay",
                "0.8",
                "--engine",
                "torch"));
        Said again = wellstream(new String[] {"retrain"}, "begun");
        Said refused = wellstream(SmallScreen.train("--run", "refused", "--start-from", cut.toString()));
        Said missing = wellstream(SmallScreen.train("--run", "refused", "--start-from", "none.onnx"));

        assertThat(exported.exit()).as(exported.err()).isZero();
        assertThat(record.hasFinished()).isTrue();
        assertThat(begun.exit()).as(begun.err()).isZero();
        assertThat(begun.out()).contains("Began with file backbone.onnx: ", " 2 at random, 0 blocks frozen");
        assertThat(again.exit()).as(again.out() + again.err()).isZero();
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("cut.onnx is refused: it is cut off or damaged");
        assertThat(missing.err()).contains("no file none.onnx; --start-from expects an ONNX file or a published model");
        assertThat(client.runs().find("refused")).isEmpty();
    }

    @Test
    void roundsOfPseudoLabelsAreTrainedOneAfterTheOtherAndPrintATable() {
        String[] train = SmallScreen.train(
                "--epochs", "2", "--run", "labels", "--engine", "torch", "--test", "HUVEC-02", "--pseudo-share", "0.5");
        Said refused = wellstream(train, "--pseudo-label-rounds", "1", "--pseudo-min-probability", "1");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("pseudo_labels.min_probability is '1.0'; expected more than 0 and less than 1");
        assertThat(client.runs().find("labels")).isEmpty();

        String[] rounds = {"--pseudo-label-rounds", "1", "--pseudo-min-probability", "0.01", "--pseudo-per-class", "0"};
        Said trained = wellstream(train, rounds);
        Said repeated = wellstream(train, rounds);

        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.out())
                .contains(
                        "| 0 | labels | none |",
                        "| 1 | labels-round-1 | 3 of 6 |",
                        " of 6 wells (",
                        ", transductive |");
        assertThat(table(repeated)).hasSize(4).isEqualTo(table(trained));
    }

    private static List<String> table(Said said) {
        return said.out().lines().filter(line -> line.startsWith("| ")).toList();
    }

    @Test
    void theConfusionAmongTheControlsOfUnseenExperimentsIsDrawn() throws IOException {
        Said trained = wellstream(SmallScreen.train(
                "--epochs",
                "2",
                "--run",
                "controls",
                "--engine",
                "torch",
                "--target",
                "control",
                "--promote",
                "always"));
        Path picture = folder.resolve("controls.png");
        Said submitted = wellstream(
                new String[] {"submit", "--dataset", SmallScreen.DATASET},
                "--out",
                folder.resolve("controls.csv").toString(),
                "--controls-picture",
                picture.toString());

        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(submitted.exit()).as(submitted.err()).isZero();
        assertThat(submitted.out()).contains("Controls in " + picture);
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isGreaterThan(700);
    }

    @Test
    void aMistypedKeyAndAValueThatCannotWorkAreRefusedAndNothingStarts() throws IOException {
        Path mistyped = Files.writeString(folder.resolve("mistyped.yaml"), "dataset: small\nepoch: 3\n");
        Path impossible =
                Files.writeString(folder.resolve("impossible.yaml"), "dataset: small\ncutmix: {probability: 2}\n");

        Said first = wellstream(new String[] {"train"}, "--config", mistyped.toString(), "--run", "refused");
        Said second = wellstream(new String[] {"train"}, "--config", impossible.toString(), "--run", "refused");
        Path blank = Files.writeString(folder.resolve("blank.yaml"), "epochs: 3\n");
        Said nothing = wellstream(new String[] {"train"}, "--config", blank.toString(), "--run", "refused");

        assertThat(first.exit()).isEqualTo(1);
        assertThat(first.err())
                .contains("mistyped.yaml, line 2: 'epoch' is not a setting; the nearest one is 'epochs'");
        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.err()).contains("impossible.yaml, line 2: cutmix.probability is '2.0'; expected 0.0 to 1.0");
        assertThat(nothing.exit()).isEqualTo(2);
        assertThat(nothing.err()).contains("Missing the data set: give --dataset, or a line 'dataset: NAME' in ");
        assertThat(client.runs().find("refused")).isEmpty();
    }

    private record Said(int exit, String out, String err) {}

    private Said wellstream(String[] command, String... more) {
        List<String> arguments = new ArrayList<>(Arrays.asList(command));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--data", folder.resolve("data").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.line().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Said(line.execute(arguments.toArray(String[]::new)), out.toString(), err.toString());
    }
}
