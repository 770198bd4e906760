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
import io.wellstream.ingest.job.JobStatus.State;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.wire.kafka.InMemoryTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process of the service makes of the jobs of the process before it, which was killed. */
class RestartedJobsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final InMemoryIngest ingest = new InMemoryIngest();
    private final InMemoryTable<IngestFinished> ended = new InMemoryTable<>();
    private final List<IngestJobs> processes = new ArrayList<>();
    private final Path folder;

    RestartedJobsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        processes.forEach(IngestJobs::close);
    }

    @Test
    void jobsThatWereQueuedOrRunningContinueByThemselvesInTheirOrder() {
        SmallScreen.write(folder);
        IngestJobs killed = process("ingest", 2);
        killed.submit(job("one"));
        killed.submit(job("two"));

        IngestJobs next = started("ingest");

        awaitState(next, "one", State.FINISHED);
        awaitState(next, "two", State.FINISHED);
        assertThat(ingest.wellsSent()).isEqualTo(8);
        assertThat(ingest.requests()).isEmpty();
    }

    @Test
    void aJobThatWasInterruptedAfterItsLastWellStillReportsItsPlates() {
        SmallScreen.write(folder);
        ingest.run("one", folder);
        ingest.store.delete(ingest.store.keys().stream()
                .filter(key -> key.path().contains("/qc/"))
                .toList());
        process("ingest", 1).submit(job("one"));

        IngestJobs next = started("ingest");

        awaitState(next, "one", State.FINISHED);
        assertThat(ingest.wellsSent()).isEqualTo(8);
        assertThat(ingest.store.keys()).anyMatch(key -> key.path().contains("/qc/"));
    }

    @Test
    void aJobThatEndedRightBeforeTheKillIsNotRunAgain() {
        process("ingest", 1).submit(job("one"));
        ended.put(
                "small/one/0",
                IngestFinished.newBuilder().setJob("one").setDataset("small").build());

        IngestJobs next = started("ingest");

        assertThat(next.find("one", 0).orElseThrow().state()).isEqualTo(State.FINISHED);
        assertThat(ingest.requests()).isEmpty();
    }

    @Test
    void jobsOfAServiceOfAnotherNameAreLeftToIt() {
        SmallScreen.write(folder);
        process("first", 1).submit(job("one"));

        IngestJobs other = started("second");

        assertThat(other.list()).isEmpty();
        assertThat(ingest.requests()).containsOnlyKeys("one/0");
    }

    @Test
    void aJobThatFailedIsStillKnownWithItsReasonAndContinuesWhenRequestedAgain() {
        SmallScreen screen = unreadable();
        IngestJobs first = started("ingest");
        first.submit(job("one"));
        awaitState(first, "one", State.FAILED);
        String reason = first.find("one", 0).orElseThrow().message();
        first.close();

        IngestJobs next = started("ingest");

        assertThat(next.find("one", 0).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(next.find("one", 0).orElseThrow().message()).isEqualTo(reason);
        assertThat(next.list()).extracting(JobStatus::id).containsExactly("one");
        IngestJob other = new IngestJob("one", new DatasetId("other"), folder, IngestJob.Shard.WHOLE, false);
        assertThatExceptionOfType(IdTakenException.class).isThrownBy(() -> next.submit(other));
        IngestJob moved =
                new IngestJob("one", InMemoryIngest.DATASET, folder.resolve("other"), IngestJob.Shard.WHOLE, false);
        assertThatExceptionOfType(IdTakenException.class)
                .isThrownBy(() -> next.submit(moved))
                .withMessageContaining("it was to ingest " + folder + " into data set");
        screen.delete("screen.yaml");
        next.submit(job("one"));
        awaitState(next, "one", State.FINISHED);
        assertThat(ingest.requests()).isEmpty();
    }

    @Test
    void aJobThatAStoppingServiceLeavesIsContinuedByTheNext() {
        SmallScreen.write(folder);
        ingest.store.fill();
        IngestJobs first = started("ingest");
        first.submit(job("one"));
        await().atMost(LIMIT)
                .until(() -> first.find("one", 0).orElseThrow().message().startsWith("waits for space"));
        first.close();
        assertThat(first.find("one", 0).orElseThrow().state()).isEqualTo(State.STOPPED);
        ingest.store.free();

        IngestJobs next = started("ingest");

        awaitState(next, "one", State.FINISHED);
        assertThat(ingest.wellsSent()).isEqualTo(8);
    }

    @Test
    void onlyTheLatestFailedJobsAreKept() {
        SmallScreen unused = unreadable();
        int failed = JobRecords.FAILED_KEPT + 5;
        IngestJobs jobs = process("ingest", failed);
        IntStream.range(0, failed).forEach(number -> jobs.submit(job("job-" + number)));

        jobs.start();

        awaitState(jobs, "job-" + (failed - 1), State.FAILED);
        await().atMost(LIMIT).until(() -> ingest.requests().size() == JobRecords.FAILED_KEPT);
    }

    private SmallScreen unreadable() {
        SmallScreen screen = SmallScreen.write(folder);
        screen.replace("screen.yaml", "colour: red".getBytes(StandardCharsets.UTF_8));
        return screen;
    }

    private IngestJobs started(String service) {
        IngestJobs jobs = process(service, 1);
        jobs.start();
        return jobs;
    }

    /** A process that was not started takes requests and runs nothing, like one that is killed before it can. */
    private IngestJobs process(String service, int queue) {
        IngestMeters meters = new IngestMeters(new SimpleMeterRegistry());
        IngestJobs jobs =
                new IngestJobs(ingest.flow(meters), meters, ended, ingest.records(service), queue, fatal -> {});
        processes.add(jobs);
        return jobs;
    }

    private IngestJob job(String id) {
        return new IngestJob(id, InMemoryIngest.DATASET, folder, IngestJob.Shard.WHOLE, false);
    }

    private static void awaitState(IngestJobs jobs, String id, State state) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(jobs.find(id, 0).orElseThrow().state()).isEqualTo(state));
    }
}
