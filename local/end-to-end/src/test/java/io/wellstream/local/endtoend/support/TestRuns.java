package io.wellstream.local.endtoend.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.wellstream.local.cli.client.HttpApi;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.Topics;
import java.time.Duration;
import java.util.Objects;

/** Runs on the small screen, all with the same specification, to which something is done half-way. */
public final class TestRuns {
    private static final int EPOCHS = 12;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final SystemClient client;

    public TestRuns(SystemClient client) {
        this.client = client;
    }

    /** Trains a run, doing the deed when its third epoch has ended, and returns the digest of what it learned. */
    public ByteString finalParameters(String run, Runnable deed) throws Exception {
        RunFinished finished = finished(run, deed);
        assertThat(finished.getBitExact()).isTrue();
        return finished.getParametersSha256();
    }

    /** Trains a run, doing the deed when its third epoch has ended, and returns how it finished. */
    public RunFinished finished(String run, Runnable deed) throws Exception {
        try (LatestByKey<RunRecord> runs = new LatestByKey<>(client.kafka(), Topics.RUNS, failure -> {})) {
            runs.start();
            new TrainingRuns(client).start(run, SmallScreen.run(EPOCHS));
            await().atMost(LIMIT).until(() -> epochs(run) > 2);

            deed.run();

            await().atMost(LIMIT)
                    .until(() -> runs.get(run).map(TrainingRuns::isOver).orElse(false));
            RunRecord record = runs.get(run).orElseThrow();
            assertThat(record.hasFinished()).as(TrainingRuns.failure(record)).isTrue();
            return record.getFinished();
        }
    }

    /** What is known of a run now. */
    public RunRecord record(String run) {
        return Objects.requireNonNull(client.table(Topics.RUNS, run::equals).get(run));
    }

    /** How many epochs it has ended; none while no trainer answers. */
    public int epochs(String run) {
        try {
            return client.trainerApi()
                    .find("/v1/runs/" + run)
                    .map(view -> view.getAsJsonObject().getAsJsonArray("epochs"))
                    .map(epochs -> epochs == null ? 0 : epochs.size())
                    .orElse(0);
        } catch (HttpApi.AwayException e) {
            return 0;
        }
    }
}
