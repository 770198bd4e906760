package io.wellstream.local.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.local.cli.Main;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.PublishedModels;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.LearningRate;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.ValidatedWell;
import io.wellstream.proto.v1.ValidationScores;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.simulator.CellLinePlan;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.PlatePlan;
import io.wellstream.simulator.ScreenSimulator;
import io.wellstream.simulator.SimulationSpec;
import io.wellstream.wire.keys.WellKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import picocli.CommandLine;

/** Predictions, a submission and an export of a trained model, on one running system. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScoringEndToEndTest {
    private static final DatasetId DATASET = new DatasetId("scoring");
    private static final String RUN = "parity";
    private static final int SIDE = 48;
    private static final int TREATMENTS = 26;
    private static final List<String> VALIDATION = List.of("HUVEC-03", "HUVEC-04", "HUVEC-05", "HUVEC-06");

    private final Path folder;
    private final Path screen;
    private final LocalSystem system;
    private final SystemClient client;

    ScoringEndToEndTest() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("wellstream-scoring");
        screen = folder.resolve("screen");
        SimulationSpec spec = SimulationSpec.demo(12)
                .withCellLines(List.of(new CellLinePlan(new CellType("HUVEC"), 6, 1, false)))
                .withPlates(new PlatePlan(TREATMENTS, 1, 2, false))
                .withFields(new FieldPlan(2, SIDE))
                .withEffect(3); // strong enough to be learned from two experiments
        new ScreenSimulator().write(screen, folder.resolve("truth.csv"), spec, (drawn, of) -> {});
        system = LocalSystem.start(LocalConfig.of(folder.resolve("data")).withIngestRoots(List.of(screen)));
        client = SystemClient.of(system.endpoints());
    }

    @BeforeAll
    void aModelIsTrainedAndServed() throws InterruptedException {
        assertThat(new IngestJobs(client).run(DATASET, screen, false).problems())
                .isEmpty();
        TrainingRuns.Ended ended = new TrainingRuns(client).startAndFollow(RUN, run());
        assertThat(ended.record().hasFinished())
                .as(TrainingRuns.failure(ended.record()))
                .isTrue();
        try (ScorerClient scorer = client.scorer()) {
            scorer.awaitServed(DATASET.name(), List.of(RUN));
        }
    }

    @AfterAll
    void stop() {
        system.close();
    }

    private static RunSpecification run() {
        return RunSpecification.newBuilder()
                .setDataset(DATASET.name())
                .setCellType("HUVEC")
                .setSplit(Split.newBuilder()
                        .setByExperiment(ByExperiment.newBuilder()
                                .addAllValidation(VALIDATION)
                                .setDrawTest(-1)))
                .setImageSide(SIDE)
                .setBatchSize(13)
                .setEpochs(20)
                .setLearningRate(
                        LearningRate.newBuilder().setSchedule("warmup-cosine").setBase(0.002))
                .setPromote(true)
                .build();
    }

    @Test
    @Order(1)
    void theScorersProbabilitiesOfAHundredWellsEqualTheTrainersValidation() throws IOException {
        ValidationScores trainer = ValidationScores.parseFrom(client.object(
                PublishedModels.read(client, DATASET).served("HUVEC").getValidation()));
        PredictRequest.Builder request =
                PredictRequest.newBuilder().setDataset(DATASET.name()).setAllProbabilities(true);
        trainer.getWellsList().forEach(well -> request.addWells(well.getWell()));

        List<WellPrediction> scorer = predict(request);

        assertThat(trainer.getWellsList())
                .hasSize(VALIDATION.size() * TREATMENTS)
                .hasSizeGreaterThanOrEqualTo(100);
        for (int i = 0; i < scorer.size(); i++) {
            ValidatedWell said = trainer.getWells(i);
            assertThat(scorer.get(i).getWell()).isEqualTo(said.getWell());
            for (int c = 0; c < TREATMENTS; c++) {
                assertThat(scorer.get(i).getProbabilities(c))
                        .as("class %d of %s", c, WellKeys.wellOf(said.getWell()))
                        .isCloseTo(said.getProbabilities(c), within(1e-4f));
            }
        }
        assertThat(scorer)
                .as("the network has learned enough for a difference to show")
                .anyMatch(prediction -> prediction.getTop(0).getProbability() > 3.0 / TREATMENTS);
    }

    @Test
    @Order(2)
    void theMostSimilarTreatmentsAreShownOnRequest() throws IOException {
        Said said =
                wellstream("predict", "--dataset", DATASET.name(), unseen().toString(), "--top", "1", "--nearest", "3");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out().lines()).hasSize(1 + 1 + 1 + 3).contains("  looks most like");
    }

    @Test
    @Order(3)
    void aSubmissionReportsItsCost() throws IOException {
        Path out = folder.resolve("submission.csv");

        Said said = wellstream("submit", "--dataset", DATASET.name(), "--out", out.toString(), "--json");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(Files.readAllLines(out)).hasSize(1 + TREATMENTS);
        JsonObject json =
                JsonParser.parseString(said.out().lines().toList().getLast()).getAsJsonObject();
        assertThat(json.get("sites").getAsInt()).isEqualTo(2 * TREATMENTS);
        assertThat(json.get("wells").getAsInt()).isEqualTo(TREATMENTS);
        assertThat(json.get("wells_per_s").getAsDouble()).isPositive();
        assertThat(json.get("other_share").getAsDouble()).isBetween(0.0, 1.0);
        assertThat(said.out()).contains("neither decoding nor inference");
    }

    @Test
    @Order(4)
    void anExportedModelCanBeUsedAsItsDescriptionSays() throws Exception {
        Path file = folder.resolve("huvec.onnx");

        Said said = wellstream("export", "--dataset", DATASET.name(), "--cell-type", "HUVEC", "--out", file.toString());

        assertThat(said.exit()).as(said.err()).isZero();
        JsonObject description = JsonParser.parseString(Files.readString(folder.resolve("huvec.json")))
                .getAsJsonObject();
        assertThat(description.get("opset").getAsInt()).isEqualTo(17);
        assertThat(description.getAsJsonArray("inputs").get(0).getAsJsonObject().get("shape"))
                .isEqualTo(JsonParser.parseString("[-1, 6, 48, 48]"));
        assertThat(description.getAsJsonArray("outputs").toString()).contains("logits", "embedding");
        assertThat(description.getAsJsonArray("channels")).hasSize(6);
        assertThat(description.getAsJsonObject("normalization").get("kind").getAsString())
                .isEqualTo("sample");
        WellPrediction scorer = predict(PredictRequest.newBuilder()
                        .setDataset(DATASET.name())
                        .setAllProbabilities(true)
                        .addWells(WellKeys.of(unseen())))
                .getFirst();
        double[] exported = new ExportedModel(Files.readAllBytes(file), description).probabilities(screen, unseen());
        assertThat(exported).hasSize(TREATMENTS);
        for (int c = 0; c < TREATMENTS; c++) {
            assertThat(exported[c]).isCloseTo(scorer.getProbabilities(c), within(1e-4));
        }
    }

    @Test
    @Order(5)
    void anExistingFileIsReplacedOnlyWithForce() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.onnx"), "mine");
        String[] export = {"export", "--dataset", DATASET.name(), "--run", RUN, "--out", file.toString()};

        Said refused = wellstream(export);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err().lines()).singleElement().asString().contains("mine.onnx", "--force");
        assertThat(file).hasContent("mine");
        assertThat(folder.resolve("mine.json")).doesNotExist();
        assertThat(wellstream(Stream.concat(Stream.of(export), Stream.of("--force"))
                                .toArray(String[]::new))
                        .exit())
                .isZero();
        assertThat(file).hasSameBinaryContentAs(folder.resolve("huvec.onnx"));
    }

    @Test
    @Order(6)
    void aModelDamagedInTheStoreIsNotExported() throws IOException {
        List<Path> stored = new ArrayList<>();
        try (Stream<Path> objects = Files.walk(folder.resolve("data/objects"))) {
            objects.filter(path -> path.endsWith("model.onnx")).forEach(stored::add);
        }
        byte[] bytes = Files.readAllBytes(stored.getFirst());
        bytes[bytes.length / 2] ^= 1;
        Files.write(stored.getFirst(), bytes);
        Path file = folder.resolve("damaged.onnx");

        Said said = wellstream("export", "--dataset", DATASET.name(), "--out", file.toString());

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err().lines()).singleElement().asString().contains("model.onnx is corrupt");
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("damaged.json")).doesNotExist();
    }

    private WellId unseen() throws IOException {
        return Truth.read(folder.resolve("truth.csv")).rows().getFirst().well();
    }

    private List<WellPrediction> predict(PredictRequest.Builder request) {
        try (ScorerClient scorer = client.scorer()) {
            return scorer.predict(request.build()).getPredictionsList();
        }
    }

    private record Said(int exit, String out, String err) {}

    private Said wellstream(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.line().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] here = Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--data", folder.resolve("data").toString()))
                .toArray(String[]::new);
        return new Said(line.execute(here), out.toString(), err.toString());
    }
}
