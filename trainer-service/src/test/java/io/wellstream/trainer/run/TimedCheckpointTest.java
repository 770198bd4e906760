package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Checkpoints are saved every ten minutes besides those at the end of an epoch, and batches are deleted as training goes. */
class TimedCheckpointTest {
    private final TrainingWorld world = new TrainingWorld(3);
    private final AtomicLong now = new AtomicLong();
    private final Set<Long> saved = new TreeSet<>();
    private int mostBatches;

    @Test
    void aCheckpointIsSavedEveryTenMinutesAndCoversItsBatches() throws Exception {
        train(TrainingWorld.run(TrainingWorld.specification()
                .setCheckpointEverySteps(0)
                .setEpochs(2)
                .setBatchSize(2)
                .build()));

        assertThat(saved).containsExactly(4L, 8L, 12L, 16L, 18L, 22L, 26L, 30L, 34L);
        assertThat(mostBatches).isLessThan(18);
    }

    @Test
    void zeroMinutesSaveNone() throws Exception {
        train(TrainingWorld.run(TrainingWorld.specification()
                .setCheckpointEverySteps(0)
                .setCheckpointEveryMinutes(0)
                .setEpochs(2)
                .setBatchSize(2)
                .build()));

        assertThat(saved).containsExactly(18L);
    }

    private void train(RunRecord run) throws InterruptedException {
        world.nanos = now::get;
        world.engine = new FakeEngine(() -> {
            now.addAndGet(Duration.ofMinutes(3).toNanos());
            saved.addAll(world.checkpoints());
            mostBatches = Math.max(mostBatches, batches());
        });
        world.trainer("t1", run).trainNext();
    }

    private int batches() {
        String prefix = ObjectKeys.batches(TrainingWorld.DATASET, new RunId("run-1"));
        return Math.toIntExact(world.store.keys().stream()
                .filter(key -> key.path().startsWith(prefix))
                .count());
    }
}
