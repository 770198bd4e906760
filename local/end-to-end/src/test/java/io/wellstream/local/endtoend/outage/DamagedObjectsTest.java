package io.wellstream.local.endtoend.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.endtoend.support.SystemInParts;
import io.wellstream.local.endtoend.support.TestRuns;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.local.launcher.SupervisedProcess;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.WellKeys;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Objects whose bytes change, or that disappear, on the store's disk, while services use them; then an outage of the store. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class DamagedObjectsTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final SmallScreen screen;
    private final Path objects;
    private final SystemInParts ensemble;
    private final SystemClient client;
    private final TestRuns runs;

    DamagedObjectsTest(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws IOException, InterruptedException {
        screen = SmallScreen.simulate(folder);
        objects = folder.resolve("system/objects");
        ensemble = new SystemInParts(folder.resolve("system"), screen.folder());
        ensemble.startBroker();
        ensemble.startStore();
        for (ServiceKind service : ServiceKind.values()) {
            ensemble.start(service, service.label());
        }
        client = SystemClient.of(ensemble.endpoints());
        runs = new TestRuns(client);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(ensemble.notReady()).isEmpty());
    }

    @AfterAll
    void stop() {
        ensemble.close();
    }

    /** A trainer that is killed asks for the same batches again; those of the killed one are still in the store. */
    @Test
    @Order(1)
    void batchesThatAreDamagedAreMadeAgainAndTheModelIsTheSame() throws Exception {
        ingest(false);
        ByteString undisturbed = runs.finalParameters("undisturbed", () -> {});

        ByteString damaged = runs.finalParameters("damaged", () -> {
            ProcessHandle.of(ensemble.service("trainer").pid()).orElseThrow().destroyForcibly();
            assertThat(damage("/batches/")).isPositive();
        });

        assertThat(damaged).isEqualTo(undisturbed);
        assertThat(Files.readString(ensemble.service("augment").log()))
                .contains("a batch is damaged in the store and is made again");
    }

    @Test
    @Order(2)
    void originalsAndSitesAreRestoredFromTheScreen() throws Exception {
        int damaged = damage("/sites/") + damage("/images/");

        assertThat(ingest(true)).isEqualTo(damaged);
    }

    /** The objects of the killed trainer's run are its manifest, its checkpoints and its claim. */
    @Test
    @Order(3)
    void aRunOfWhichEveryObjectIsDamagedOrLostEndsInTheSameModel() throws Exception {
        ByteString undisturbed = runs.record("undisturbed").getFinished().getParametersSha256();

        ByteString torn = runs.finalParameters("torn", () -> {
            ProcessHandle.of(ensemble.service("trainer").pid()).orElseThrow().destroyForcibly();
            assertThat(damage("/runs/torn/")).isGreaterThan(3);
            assertThat(damage("/manifests/")).isPositive();
            assertThat(damage("/_runs/")).isPositive();
        });

        assertThat(torn).isEqualTo(undisturbed);
    }

    @Test
    @Order(4)
    void aModelIsRestoredByPublishingItsRunAgain() {
        assertThat(damage("/torn/model")).isGreaterThan(1);
        assertThat(damage("/torn/card")).isPositive();

        client.runs().publish("torn", 0);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        runs.record("torn").getPublication().getModel())
                .isEqualTo("torn"));
        ModelPublished model = client.table(Topics.MODELS, key -> key.endsWith("/torn")).values().stream()
                .findAny()
                .orElseThrow();
        for (ObjectRef file : List.of(model.getOnnx(), model.getNetwork(), model.getCard())) {
            assertThat(client.object(file)).hasSize((int) file.getSize());
        }
    }

    @Test
    @Order(5)
    void aScorerAnswersWhatItHoldsDuringAnOutageOfTheStoreAndStaysReady() throws Exception {
        SupervisedProcess scorer = ensemble.service("scorer");
        PredictRequest request = PredictRequest.newBuilder()
                .setDataset(SmallScreen.DATASET)
                .addWells(
                        WellKeys.of(Truth.read(screen.truth()).rows().getFirst().well()))
                .build();
        try (ScorerClient calls = client.scorerAt(scorer.url())) {
            calls.awaitServed(SmallScreen.DATASET, List.of("torn"));
            assertThat(calls.predict(request).getPredictionsCount()).isEqualTo(1);

            ensemble.stopStore();

            await().atMost(LIMIT).untilAsserted(() -> assertThat(ensemble.ask(scorer, "/q/health/group/fetch"))
                    .startsWith("503"));
            assertThat(ensemble.ask(scorer, "/q/health/ready"))
                    .startsWith("200")
                    .contains("small/HUVEC/treatment: ");
            assertThat(calls.predict(request).getPredictionsCount()).isEqualTo(1);
            assertThat(ensemble.notReady()).doesNotContain("scorer").contains("ingest");
        }
    }

    /** Ingests the screen and returns how many objects were put. */
    private long ingest(boolean verify) throws InterruptedException {
        return new IngestJobs(client)
                .run(new DatasetId(SmallScreen.DATASET), screen.folder(), verify)
                .objectsPut();
    }

    /** Deletes every third object of a kind, and flips a bit in the middle of the others; returns their number. */
    private int damage(String kind) {
        List<File> damaged = new ArrayList<>();
        find(objects.toFile(), kind, damaged);
        try {
            for (int i = 0; i < damaged.size(); i++) {
                if (i % 3 == 0) {
                    Files.deleteIfExists(damaged.get(i).toPath());
                } else {
                    flip(damaged.get(i));
                }
            }
            return damaged.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files may appear and disappear meanwhile. */
    private static void find(File folder, String kind, List<File> found) {
        File[] entries = folder.listFiles();
        for (File entry : entries == null ? new File[0] : entries) {
            if (entry.isDirectory()) {
                find(entry, kind, found);
            } else if (entry.isFile() && entry.getPath().contains(kind)) {
                found.add(entry);
            }
        }
    }

    private static void flip(File file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file, "rw")) {
            long middle = bytes.length() / 2;
            bytes.seek(middle);
            int before = bytes.read();
            bytes.seek(middle);
            bytes.write(before ^ 1);
        }
    }
}
