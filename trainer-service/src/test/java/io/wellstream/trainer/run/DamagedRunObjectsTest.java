package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.RunId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects of a run whose bytes change, or that disappear, between two attempts at the run or after its end. */
class DamagedRunObjectsTest {
    private static final RunId ID = new RunId("run-1");
    private static final RunRecord RUN =
            TrainingWorld.run(TrainingWorld.specification().build());
    private static final int WRITES = 35;

    private final TrainingWorld world = new TrainingWorld(3);

    @ParameterizedTest
    @CsvSource({
        "/manifests/, flip", "/manifests/, delete",
        "/runs/run-1/manifest, flip", "/runs/run-1/manifest, delete",
        "/complete-, flip", "/complete-, delete",
        "/network-, flip", "/network-, delete",
        "/batches/, flip", "/batches/, delete"
    })
    void aRunThatIsResumedEndsInTheSameParameters(String kind, String how) throws Exception {
        killTheRun();
        assertThat(damage(kind, how)).isPositive();

        ByteString parameters = RunSchedulerTest.finishAfterTheKill(world, RUN).getParametersSha256();

        assertThat(parameters).isEqualTo(undisturbed());
    }

    @Test
    void aDamagedManifestOfADataSetThatHasChangedIsAnErrorThatSaysWhatHelps() throws Exception {
        killTheRun();
        damage("/manifests/", "flip");
        world.wells.removeLast();

        RunSchedulerTest.finishAfterTheKill(world, RUN);

        assertThat(world.last("run-1").orElseThrow().getFailed().getReason())
                .contains("/manifests/", "is corrupt: expected SHA-256 ", ", found ")
                .contains("the data set has changed since")
                .contains("wellstream train --resume run-1");
    }

    @ParameterizedTest
    @CsvSource({"flip", "delete"})
    void publishingAModelAgainRestoresItsFiles(String how) throws Exception {
        world.trainer("t1", RUN).trainNext();
        ModelPublished before = world.sent(Topics.MODELS).getLast();
        RunRegistry runs = world.registry();
        assertThatThrownBy(() -> runs.publish(ID, 0)).hasMessageContaining("is published already, as model 'run-1'");
        assertThat(damage("/models/", how)).isGreaterThan(3);

        assertThat(runs.publish(ID, 0)).isPresent();
        assertThat(world.trainer("t2").trainNext()).isTrue();

        ModelPublished after = world.sent(Topics.MODELS).getLast();
        assertThat(files(after)).hasSameSizeAs(files(before)).allSatisfy(file -> world.store.verify(file));
        assertThat(after.getOnnx()).isEqualTo(before.getOnnx());
        assertThat(after.getNetwork()).isEqualTo(before.getNetwork());
        assertThatThrownBy(() -> runs.publish(ID, 0)).hasMessageContaining("is published already");
    }

    private static List<ObjectRef> files(ModelPublished model) {
        return Stream.of(
                        model.getOnnx(), model.getMeasuringOnnx(), model.getNetwork(), model.getDl4J(), model.getCard())
                .filter(file -> !file.getKey().isEmpty())
                .toList();
    }

    private void killTheRun() throws InterruptedException {
        try {
            world.trainer("killed", new DyingStore(world.store, WRITES), RUN).trainNext();
        } catch (DyingStore.Killed e) {
            return;
        }
        throw new AssertionError("the run was not killed");
    }

    private static ByteString undisturbed() throws InterruptedException {
        TrainingWorld undisturbed = new TrainingWorld(3);
        undisturbed.trainer("t0", RUN).trainNext();
        return undisturbed.last("run-1").orElseThrow().getFinished().getParametersSha256();
    }

    /** Damages all objects of a kind, or those that a trainer has not deleted yet; returns their number. */
    private int damage(String kind, String how) {
        List<ObjectKey> keys = world.store.keys().stream()
                .filter(key -> key.path().contains(kind))
                .toList();
        for (ObjectKey key : keys) {
            if (how.equals("delete")) {
                world.store.delete(List.of(key));
            } else {
                byte[] bytes = world.store.read(key).orElseThrow().bytes();
                bytes[bytes.length / 2] ^= 1;
                world.store.corrupt(key, bytes);
            }
        }
        return keys.size();
    }
}
