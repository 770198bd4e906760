package io.wellstream.local.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.PublishedModels;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.endtoend.support.Commands;
import io.wellstream.local.endtoend.support.SixteenBitImages;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.ValidatedWell;
import io.wellstream.proto.v1.ValidationScores;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.PlatePlan;
import io.wellstream.wire.kafka.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs that correct the illumination of plates, on screens of 72 sites a plate of which one has lost a channel: the model does not depend
 * on the number of workers, on a killed one, or on who computes the correction, and the scorer sees what the trainer saw.
 */
@Tag("long")
class IlluminationEndToEndTest {
    private static final DatasetId DATASET = new DatasetId(SmallScreen.DATASET);

    @ParameterizedTest
    @EnumSource
    void oneWorkerAndThreeOfWhichOneIsKilledGiveTheModelThatTheScorerAgreesWith(Depth depth, @TempDir Path root)
            throws Exception {
        SmallScreen screen = screen(root, depth);
        Path data = root.resolve("data");
        Commands commands = new Commands(data);
        ByteString one;
        try (LocalSystem system = LocalSystem.start(screen.config(data, 1))) {
            SystemClient client = SystemClient.of(system.endpoints());
            assertThat(new IngestJobs(client)
                            .run(DATASET, screen.folder(), false)
                            .problems())
                    .hasSize(1);
            assertThat(client.table(Topics.WELLS, key -> true).values())
                    .allSatisfy(well -> assertThat(well.getSitesList())
                            .allMatch(site -> site.getSixteenBits() == depth.isSixteen()));
            one = parameters(client, "one", "plate");

            commands.run("promote", "one", "--force");
            scorerAgrees(client, "one");
            assertThat(parameters(client, "plain", "none"))
                    .as("the correction matters")
                    .isNotEqualTo(one);
        }
        forgetCorrections(data);
        try (LocalSystem system = LocalSystem.start(screen.config(data, 3))) {
            SystemClient client = SystemClient.of(system.endpoints());
            system.service("augment-2").kill();

            assertThat(parameters(client, "three", "plate")).isEqualTo(one);

            Path page = root.resolve("qc.html");
            commands.run("qc", "--dataset", SmallScreen.DATASET, "--out", page.toString());
            assertThat(Files.readString(page))
                    .contains("<h2>Illumination</h2>", "<h3>Plate HUVEC-02/1</h3>", "is masked: the file is missing");
            commands.run("promote", "three", "--force");
            Path submission = root.resolve("submission.csv");
            commands.run("submit", "--dataset", SmallScreen.DATASET, "--out", submission.toString());
            assertThat(Files.readAllLines(submission)).hasSize(1 + SmallScreen.TEST_ROWS);
        }
    }

    /** A screen that asks to keep sites with a lost channel, one of which is in the validation experiment. */
    private static SmallScreen screen(Path root, Depth depth) throws Exception {
        SmallScreen screen = SmallScreen.simulate(root, new PlatePlan(6, 1, 2, false), new FieldPlan(8, 48));
        if (depth.isSixteen()) {
            SixteenBitImages.replace(screen.folder());
        }
        Files.writeString(
                screen.folder().resolve("screen.yaml"),
                "\nsites: 8\nlost-channels: mask\nbit-depth: " + depth.bits() + "\n",
                StandardOpenOption.APPEND,
                StandardOpenOption.CREATE);
        try (Stream<Path> files = Files.walk(screen.folder())) {
            Path lost = files.filter(file -> file.toString().contains("HUVEC-02")
                            && file.toString().endsWith("_s3_w2.png"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            Files.delete(lost);
        }
        return screen;
    }

    private static ByteString parameters(SystemClient client, String run, String illumination)
            throws InterruptedException {
        RunSpecification specification = SmallScreen.run(2).toBuilder()
                .clearPromote()
                .setPromotion("never") // so short a run may answer one class only, which is served on request alone
                .setBatchSize(16)
                .setIllumination(illumination)
                .setChannelDropout(0.3)
                .setSplit(Split.newBuilder()
                        .setByExperiment(ByExperiment.newBuilder()
                                .addValidation("HUVEC-02")
                                .setDrawTest(-1)))
                .build();
        RunRecord record =
                new TrainingRuns(client).startAndFollow(run, specification).record();
        assertThat(record.hasFinished()).as(TrainingRuns.failure(record)).isTrue();
        return record.getFinished().getParametersSha256();
    }

    private static void scorerAgrees(SystemClient client, String run) throws Exception {
        try (ScorerClient scorer = client.scorer()) {
            scorer.awaitServed(DATASET.name(), List.of(run));
            ValidationScores trainer = ValidationScores.parseFrom(client.object(
                    PublishedModels.read(client, DATASET).served("HUVEC").getValidation()));
            PredictRequest.Builder request =
                    PredictRequest.newBuilder().setDataset(DATASET.name()).setAllProbabilities(true);
            trainer.getWellsList().forEach(well -> request.addWells(well.getWell()));

            List<WellPrediction> predictions = scorer.predict(request.build()).getPredictionsList();

            assertThat(predictions).hasSize(6);
            for (int i = 0; i < predictions.size(); i++) {
                ValidatedWell said = trainer.getWells(i);
                assertThat(predictions.get(i).getWell()).isEqualTo(said.getWell());
                for (int c = 0; c < said.getProbabilitiesCount(); c++) {
                    assertThat(predictions.get(i).getProbabilities(c))
                            .isCloseTo(said.getProbabilities(c), within(1e-4f));
                }
            }
        }
        assertThat(client.table(Topics.WELLS, key -> true).values())
                .filteredOn(well -> well.getSitesList().stream().anyMatch(site -> site.getMaskedCount() > 0))
                .hasSize(1);
    }

    /** Deletes the corrections, so that they are computed again. */
    private static void forgetCorrections(Path data) throws Exception {
        List<Path> corrections;
        try (Stream<Path> objects = Files.walk(data.resolve("objects"))) {
            corrections = objects.filter(file -> file.toString().endsWith(".illumination"))
                    .toList();
        }
        assertThat(corrections).hasSize(3);
        for (Path correction : corrections) {
            Files.delete(correction);
        }
    }
}
