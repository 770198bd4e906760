package io.wellstream.local.endtoend.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.link.AwayException;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunView;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.Topics;
import java.time.Duration;
import java.util.Objects;

/** Runs on the small screen with the same specification that are disturbed half-way. */
public final class TestRuns {
    public static final int EPOCHS = 12;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final SystemClient client;

    public TestRuns(SystemClient client) {
        this.client = client;
    }

    /** Trains a run, disturbs it when its third epoch has ended, and returns the digest of its parameters. */
    public ByteString finalParameters(String run, Runnable disturbance) throws Exception {
        RunFinished finished = finished(run, disturbance);
        assertThat(finished.getBitExact()).isTrue();
        return finished.getParametersSha256();
    }

    /** Trains a run, disturbs it when its third epoch has ended, and returns how it finished. */
    public RunFinished finished(String run, Runnable disturbance) throws Exception {
        try (LatestByKey<RunRecord> runs = new LatestByKey<>(client.kafka(), Topics.RUNS, failure -> {})) {
            runs.start();
            new TrainingRuns(client).start(run, SmallScreen.run(EPOCHS));
            await().atMost(LIMIT).until(() -> epochs(run) > 2);

            disturbance.run();

            await().atMost(LIMIT)
                    .until(() -> runs.get(run).map(TrainingRuns::isOver).orElse(false));
            RunRecord record = runs.get(run).orElseThrow();
            assertThat(record.hasFinished()).as(TrainingRuns.failure(record)).isTrue();
            return record.getFinished();
        }
    }

    /** The current record of a run. */
    public RunRecord record(String run) {
        return Objects.requireNonNull(client.table(Topics.RUNS, run::equals).get(run));
    }

    /** The number of finished epochs; 0 while no trainer answers. */
    public int epochs(String run) {
        try {
            return client.runsNow().find(run).map(RunView::getEpochsCount).orElse(0);
        } catch (AwayException e) {
            return 0;
        }
    }
}
