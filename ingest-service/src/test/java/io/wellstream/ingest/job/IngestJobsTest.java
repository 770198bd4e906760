package io.wellstream.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.ingest.flow.InMemoryIngest;
import io.wellstream.ingest.flow.IngestJob;
import io.wellstream.ingest.flow.IngestMeters;
import io.wellstream.ingest.flow.SmallScreen;
import io.wellstream.ingest.job.IngestJobs.IdTakenException;
import io.wellstream.ingest.job.IngestJobs.QueueFullException;
import io.wellstream.ingest.job.JobStatus.State;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.wire.kafka.InMemoryTable;
import io.wellstream.wire.keys.DatasetFilter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestJobsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final InMemoryIngest ingest = new InMemoryIngest();
    private final Path folder;
    private final InMemoryTable<IngestFinished> ended = new InMemoryTable<>();
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    private final IngestJobs jobs;

    IngestJobsTest(@TempDir Path folder) {
        this.folder = folder;
        IngestFinished before = IngestFinished.newBuilder()
                .setDataset("small")
                .setJob("earlier")
                .setShards(1)
                .setProblems(2)
                .build();
        ended.put("small/earlier/0", before);
        this.jobs = process();
    }

    /** A process of the service; one that was never started or closed is like one that was killed. */
    private IngestJobs process() {
        IngestMeters meters = new IngestMeters(new SimpleMeterRegistry());
        return new IngestJobs(ingest.flow(meters), meters, ended, ingest.records("ingest"), 1, fatal::add);
    }

    @AfterEach
    void close() {
        jobs.close();
    }

    @Test
    void aJobRunsToItsEndAndRequestingItAgainStartsNothing() {
        SmallScreen.write(folder);
        jobs.start();

        jobs.submit(job("one"));

        awaitState("one", State.FINISHED);
        assertThat(jobs.submit(job("one")).state()).isEqualTo(State.FINISHED);
        assertThat(ingest.wellsSent()).isEqualTo(8);
    }

    @Test
    void aJobForADataSetThatIsNotIngestedHereIsRefused() {
        SmallScreen.write(folder);
        ingest.datasets = DatasetFilter.of(List.of("other"));
        try (IngestJobs ofOther = process()) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> ofOther.submit(job("one")))
                    .withMessageContaining("ingests the data sets other (wellstream.ingest.datasets)");
        }
    }

    @Test
    void aScreenWithProblemsEndsInThatStateAndReportsThem() {
        SmallScreen screen = SmallScreen.write(folder);
        screen.delete(SmallScreen.image("B05", 2, 4));
        jobs.start();

        jobs.submit(job("one"));

        awaitState("one", State.FINISHED_WITH_FAILURES);
        JobStatus status = jobs.find("one", 0).orElseThrow();
        assertThat(status.problemCount()).isEqualTo(1);
        assertThat(status.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.place().file()).isEqualTo(SmallScreen.image("B05", 2, 4));
            assertThat(problem.place().row()).isEqualTo(4);
        });
        assertThat(status.report()).isEqualTo("small/ingests/one/0.json");
    }

    @Test
    void aJobWaitsForAStoreThatIsDownAndGoesOnByItself() {
        SmallScreen.write(folder);
        ingest.store.goDown();
        jobs.start();
        jobs.submit(job("one"));
        await().atMost(LIMIT).until(() -> message("one").startsWith("waits for the broker or the object store: "));
        assertThat(jobs.find("one", 0).orElseThrow().state()).isEqualTo(State.RUNNING);

        ingest.store.comeBack();

        awaitState("one", State.FINISHED);
        assertThat(message("one")).isEmpty();
        assertThat(ingest.wellsSent()).isEqualTo(8);
    }

    @Test
    void aJobWaitsForSpaceInTheStoreAndGoesOnByItself() {
        SmallScreen.write(folder);
        ingest.store.fill();
        jobs.start();
        jobs.submit(job("one"));
        await().atMost(LIMIT).until(() -> message("one").equals("waits for space in the object store: 12 MB are free"));
        assertThat(jobs.find("one", 0).orElseThrow().state()).isEqualTo(State.RUNNING);

        ingest.store.free();

        awaitState("one", State.FINISHED);
        assertThat(message("one")).isEmpty();
        assertThat(ingest.wellsSent()).isEqualTo(8);
    }

    @Test
    void aJobThatFailedContinuesWhenRequestedAgain() {
        SmallScreen screen = SmallScreen.write(folder);
        screen.replace("screen.yaml", "colour: red".getBytes(StandardCharsets.UTF_8));
        jobs.start();
        jobs.submit(job("one"));
        awaitState("one", State.FAILED);
        screen.delete("screen.yaml");

        jobs.submit(job("one"));

        awaitState("one", State.FINISHED);
    }

    @Test
    void anUnreadableScreenFailsTheJobWithTheReason() {
        SmallScreen.write(folder).replace("screen.yaml", "colour: red".getBytes(StandardCharsets.UTF_8));
        jobs.start();

        jobs.submit(job("one"));

        awaitState("one", State.FAILED);
        assertThat(jobs.find("one", 0).orElseThrow().message()).contains("unknown key 'colour'");
    }

    @Test
    void anIdOfAnotherJobIsRefused() {
        jobs.submit(job("one"));
        IngestJob other = new IngestJob("one", new DatasetId("other"), folder, IngestJob.Shard.WHOLE, false);

        assertThatExceptionOfType(IdTakenException.class).isThrownBy(() -> jobs.submit(other));
    }

    @Test
    void theIdOfAFinishedJobIsRefusedForAnotherSourceOrOtherSettings() {
        ended.put(
                "small/done/0",
                IngestFinished.newBuilder()
                        .setDataset("small")
                        .setJob("done")
                        .setShards(1)
                        .setSource(folder.toString())
                        .build());
        IngestJob moved =
                new IngestJob("done", InMemoryIngest.DATASET, folder.resolve("other"), IngestJob.Shard.WHOLE, false);
        IngestJob verifying = new IngestJob("done", InMemoryIngest.DATASET, folder, IngestJob.Shard.WHOLE, true);

        assertThat(jobs.submit(job("done")).source()).isEqualTo(folder.toString());
        assertThatExceptionOfType(IdTakenException.class)
                .isThrownBy(() -> jobs.submit(moved))
                .withMessage(
                        "job done already exists: it ingested " + folder + " into data set small; choose another id");
        assertThatExceptionOfType(IdTakenException.class).isThrownBy(() -> jobs.submit(verifying));
    }

    @Test
    void theIdOfAnUnfinishedJobOfAnotherServiceIsRefusedForAnotherSource() {
        jobs.submit(job("one"));
        IngestMeters meters = new IngestMeters(new SimpleMeterRegistry());
        IngestJobs second = new IngestJobs(ingest.flow(meters), meters, ended, ingest.records("second"), 1, fatal::add);
        IngestJob moved =
                new IngestJob("one", InMemoryIngest.DATASET, folder.resolve("other"), IngestJob.Shard.WHOLE, false);

        assertThatExceptionOfType(IdTakenException.class)
                .isThrownBy(() -> second.submit(moved))
                .withMessageContaining("it was to ingest " + folder + " into data set small");
    }

    @Test
    void anErrorFailsItsJobAndEndsTheService() {
        SmallScreen.write(folder);
        ingest.store.fillFor(key -> {
            throw new OutOfMemoryError("Java heap space");
        });
        jobs.start();

        jobs.submit(job("one"));

        await().atMost(LIMIT).until(() -> !fatal.isEmpty());
        assertThat(fatal).singleElement().isInstanceOf(OutOfMemoryError.class);
        assertThat(jobs.find("one", 0).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(message("one")).startsWith("the service ended with java.lang.OutOfMemoryError: Java heap space");
        assertThat(ingest.requests().get("one/0")).isNotNull();
    }

    @Test
    void moreJobsThanMayWaitAreRefused() {
        jobs.submit(job("one"));

        assertThatExceptionOfType(QueueFullException.class)
                .isThrownBy(() -> jobs.submit(job("two")))
                .withMessageContaining("1 jobs are waiting");
    }

    @Test
    void aJobThatEndedBeforeTheServiceStartedIsKnownAndNotRunAgain() {
        assertThat(jobs.submit(job("earlier")).state()).isEqualTo(State.FINISHED_WITH_FAILURES);
        assertThat(jobs.list()).extracting(JobStatus::id).containsExactly("earlier");
    }

    private String message(String id) {
        return jobs.find(id, 0).orElseThrow().message();
    }

    private void awaitState(String id, State state) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(jobs.find(id, 0).orElseThrow().state()).isEqualTo(state));
    }

    private IngestJob job(String id) {
        return new IngestJob(id, InMemoryIngest.DATASET, folder, IngestJob.Shard.WHOLE, false);
    }
}
