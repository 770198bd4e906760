package io.wellstream.local.endtoend.flow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.context.Scope;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.Submissions;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.SubmissionResult;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.wire.Trace;
import io.wellstream.wire.keys.WellKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.opentest4j.TestAbortedException;

/** The demo's pipeline on a small screen, with all services as processes. Each step builds on the one before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineEndToEndTest {
    private static final String RUN = "pipeline";

    private static final String WORK = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALL = "0af7651916cd43dd8448eb211c80319c";

    private static final Duration SPANS_LIMIT = Duration.ofSeconds(30); // they are sent every 5 s

    private static final Duration SAMPLES_LIMIT = Duration.ofSeconds(20); // one every 5 s

    private final SpanSink spans = new SpanSink();
    private final LocalSystem system;
    private final SystemClient client;
    private final SmallScreen screen;

    PipelineEndToEndTest() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("wellstream-pipeline");
        screen = SmallScreen.simulate(folder);
        system = LocalSystem.start(screen.config(folder.resolve("data"), 1)
                .withEnvironment("OTEL_SDK_DISABLED", "false")
                .withEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .withEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", spans.address().toString()));
        client = SystemClient.of(system.endpoints());
    }

    @BeforeAll
    void allServicesAreReady() {
        assertThat(system.services()).hasSize(4).allMatch(service -> service.isAlive());
    }

    @AfterAll
    void stop() {
        system.close();
        spans.close();
        assertThat(system.services()).noneMatch(service -> service.isAlive());
    }

    @Test
    @Order(1)
    void aScreenIsIngestedWhole() throws InterruptedException {
        IngestJobs.Outcome outcome;
        try (Scope _ = inTrace(WORK)) {
            outcome = new IngestJobs(client).run(new DatasetId(SmallScreen.DATASET), screen.folder(), false);
        }

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.wells()).isEqualTo(SmallScreen.WELLS);
        assertThat(outcome.objectsPut()).isGreaterThanOrEqualTo(SmallScreen.WELLS * 2 * 7);
    }

    @Test
    @Order(2)
    void aSecondIngestUploadsNothing() throws InterruptedException {
        IngestJobs.Outcome outcome =
                new IngestJobs(client).run(new DatasetId(SmallScreen.DATASET), screen.folder(), false);

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.wells()).isEqualTo(SmallScreen.WELLS);
        assertThat(outcome.objectsPut()).isZero();
    }

    @Test
    @Order(3)
    void aRunIsTrainedPublishedAndServed() throws InterruptedException {
        TrainingRuns.Ended ended;
        try (Scope _ = inTrace(WORK)) {
            ended = new TrainingRuns(client).startAndFollow(RUN, SmallScreen.run(4));
        }

        assertThat(ended.record().hasFinished())
                .as(TrainingRuns.failure(ended.record()))
                .isTrue();
        assertThat(ended.epochs()).hasSize(4);
        ModelCard card = ModelCards.of(client, ended.record());
        assertThat(card.getClassesList()).hasSize(SmallScreen.TEST_ROWS).isSorted();
        assertThat(card.getTrainingExperimentsList()).containsExactly("HUVEC-01", "HUVEC-02");
        assertThat(card.getTestExperimentsList()).isEmpty();
    }

    @Test
    @Order(4)
    void aPredictionNamesItsModelAndItsProbabilitiesAddUp() throws IOException, InterruptedException {
        Truth.Row row = Truth.read(screen.truth()).rows().getFirst();
        PredictRequest request = PredictRequest.newBuilder()
                .setDataset(SmallScreen.DATASET)
                .addWells(WellKeys.of(row.well()))
                .setTopK(SmallScreen.TEST_ROWS)
                .build();

        try (Scope _ = inTrace(CALL);
                ScorerClient scorer = client.scorer()) {
            scorer.awaitServed(SmallScreen.DATASET, List.of(RUN));
            WellPrediction prediction = scorer.predict(request).getPredictions(0);

            assertThat(prediction.getRun()).isEqualTo(RUN);
            assertThat(prediction.getSites()).isEqualTo(2);
            assertThat(prediction.getTopList().stream()
                            .mapToDouble(top -> top.getProbability())
                            .sum())
                    .isCloseTo(1, within(1e-4));
        }
    }

    @Test
    @Order(5)
    void aSubmissionHasExactlyTheTestRowsWithLabels() throws IOException {
        SubmissionResult result = Submissions.build(
                        client,
                        BuildSubmissionRequest.newBuilder()
                                .setDataset(SmallScreen.DATASET)
                                .build())
                .getResult();

        Map<String, String> rows = Truth.submission(client.object(result.getCsv()));
        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(Truth.read(screen.truth()).rows().stream()
                        .map(Truth.Row::idCode)
                        .toList());
        assertThat(rows.values()).allMatch(label -> label.startsWith("sirna_"));
        assertThat(result.getFilled()).isZero();
    }

    @Test
    @Order(6)
    void everyMetricOfADashboardOrAnAlertExists() throws IOException, InterruptedException {
        Set<String> expected = new TreeSet<>(Monitoring.namesUsed(LocalConfig.builtProject()));
        expected.removeAll(Monitoring.AFTER_AN_EVALUATION);

        assertThat(Monitoring.namesExposed(system.services())).containsAll(expected);
    }

    @Test
    @Order(7)
    void theStatusPageDrawsEveryDashboardFromTheRunningSystem() throws Exception {
        StatusPageReader page =
                new StatusPageReader(requireNonNull(system.endpoints().page()));

        await().atMost(SAMPLES_LIMIT).untilAsserted(() -> assertThat(page.emptyPanels())
                .as("panels without a value")
                .isSubsetOf(StatusPageReader.EMPTY_HERE));
        assertThat(page.panels()).isEqualTo(StatusPageReader.panelsOfDashboards(LocalConfig.builtProject()));
        assertThat(page.text()).doesNotContain(system.endpoints().token());
    }

    @Test
    @Order(8)
    void aBrowserDrawsTheStatusPageWithoutErrors() throws Exception {
        Chromium chromium = Chromium.find().orElseThrow(() -> new TestAbortedException("no Chromium here"));

        Chromium.Rendered rendered =
                chromium.render(requireNonNull(system.endpoints().page()));

        assertThat(rendered.complaints()).isEmpty();
        assertThat(rendered.panels())
                .containsExactlyInAnyOrderElementsOf(StatusPageReader.panelsOfDashboards(LocalConfig.builtProject()));
        assertThat(rendered.text("Runs ended in 24 hours")).contains("finished");
        assertThat(rendered.text("Models served"))
                .contains(SmallScreen.DATASET + " HUVEC")
                .contains(RUN);
        assertThat(rendered.text("Services up")).contains("ingest1").contains("scorer1");
    }

    @Test
    @Order(9)
    void oneTraceLeadsFromAFileThroughKafkaToTheModel() {
        await().atMost(SPANS_LIMIT).untilAsserted(() -> assertThat(spans.trace(WORK))
                .extracting(SpanSink.Received::name)
                .contains(
                        "ingest: POST /v1/ingests",
                        "ingest: ingest well",
                        "ingest: put object",
                        "ingest: send wells",
                        "trainer: POST /v1/runs",
                        "trainer: make manifest",
                        "trainer: publish model"));
        assertThat(spans.trace(WORK)).extracting(spans::ancestry).anySatisfy(names -> assertThat(names)
                .startsWith(
                        "augment: read object",
                        "augment: process batch-requests",
                        "trainer: send batch-requests",
                        "trainer: train epoch",
                        "trainer: POST /v1/runs"));
        assertThat(spans.trace(WORK))
                .filteredOn(received -> received.name().equals("trainer: make manifest"))
                .allSatisfy(received -> assertThat(received.span().getLinksCount())
                        .as("the two ingests that it was made from")
                        .isEqualTo(2));
    }

    @Test
    @Order(8)
    void oneTraceLeadsFromACallToTheStore() {
        await().atMost(SPANS_LIMIT).untilAsserted(() -> assertThat(spans.trace(CALL))
                .extracting(spans::ancestry)
                .anySatisfy(names -> assertThat(names)
                        .startsWith("scorer: read object")
                        .endsWith("scorer: wellstream.v1.Scorer/Predict")));
    }

    /** As if a span of the caller had started it. */
    private static Scope inTrace(String id) {
        return Trace.continued("00-" + id + "-00f067aa0ba902b7-01");
    }
}
