package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.wire.kafka.LatestByKey;
import io.wellstream.wire.kafka.MessageSender;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import io.wellstream.wire.store.StoreFullException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Broker and object store on a separate disk, which is filled to the last byte and freed again. */
class FullDiskTest {
    private static final int MEGABYTES = 160;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final SmallDisk disk;
    private final Path kafka;
    private final Path objects;

    FullDiskTest(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        disk = SmallDisk.mount(folder, MEGABYTES);
        kafka = disk.folder().resolve("kafka");
        objects = disk.folder().resolve("objects");
    }

    @BeforeAll
    static void silence() {
        LauncherLog.silence();
    }

    @AfterEach
    void unmount() throws Exception {
        disk.close();
    }

    @Test
    void theStoreRefusesNewObjectsInTheReserveAndDoesEverythingElse() throws Exception {
        DiskReserve reserve = DiskReserve.of(disk.folder(), OptionalLong.empty());
        try (EmbeddedStore server = EmbeddedStore.start(objects, reserve);
                ObjectStore store = ObjectStore.connect(server.config())) {
            store.createBucketIfAbsent();
            ObjectRef object =
                    store.putIfAbsent(new ObjectKey("a/b"), new byte[100_000]).ref();
            String claim = store.replace(new ObjectKey("claim"), new byte[] {1}, Optional.empty())
                    .orElseThrow();
            disk.fillUpTo(reserve.level().reserve() - 500_000);

            assertThatThrownBy(() -> store.putIfAbsent(new ObjectKey("a/c"), new byte[100_000]))
                    .isInstanceOf(StoreFullException.class)
                    .hasMessageContaining("could not put object a/c")
                    .hasMessageContaining("the disk is full: ")
                    .hasMessageContaining(" are free; new objects leave ");
            assertThat(store.putIfAbsent(new ObjectKey("a/b"), new byte[100_000])
                            .created())
                    .isFalse();
            assertThat(store.get(object)).hasSize(100_000);
            assertThat(store.replace(new ObjectKey("claim"), new byte[] {2}, Optional.of(claim)))
                    .isPresent();
            store.delete(List.of(new ObjectKey("a/b")));

            disk.empty();

            assertThat(store.putIfAbsent(new ObjectKey("a/c"), new byte[100_000])
                            .created())
                    .isTrue();
        }
    }

    @Test
    void anObjectThatFillsTheDiskInMidPutLeavesNothingBehind() throws Exception {
        DiskReserve none = DiskReserve.of(disk.folder(), OptionalLong.of(0));
        try (EmbeddedStore server = EmbeddedStore.start(objects, none);
                ObjectStore store = ObjectStore.connect(server.config())) {
            store.createBucketIfAbsent();
            disk.fillUpTo(2_000_000);
            long free = disk.free();

            assertThatThrownBy(() -> store.putIfAbsent(new ObjectKey("a/c"), new byte[3_500_000]))
                    .isInstanceOf(StoreFullException.class);

            assertThat(disk.free()).isGreaterThan(free - 100_000);
            try (Stream<ObjectInfo> all = store.list("")) {
                assertThat(all).isEmpty();
            }
        }
    }

    @Test
    void whatAKilledStoreLeftUnfinishedIsDeleted() throws Exception {
        Path bucket = Files.createDirectories(objects.resolve("wellstream/a"));
        Path unfinished = bucket.resolve("b-6f1c2d1e-8a4b-4c3d-9e2f-0123456789ab");
        Path whole = bucket.resolve("b");
        Files.writeString(unfinished, "half");
        Files.writeString(whole, "whole");

        UnfinishedObjects.delete(objects, FileTime.from(Instant.now().plusSeconds(1)));

        assertThat(unfinished).doesNotExist();
        assertThat(whole).exists();
    }

    @Test
    void theBrokerOutlivesADiskThatIsFullToTheLastByteAndLosesNoMessage() throws Exception {
        DiskReserve reserve = DiskReserve.of(disk.folder(), OptionalLong.empty());
        try (BrokerAndStore servers = BrokerAndStore.start(kafka, objects, reserve);
                DiskWatch _ = DiskWatch.start(reserve, servers.broker(), () -> {});
                MessageSender sender = new MessageSender(servers.kafka());
                LatestByKey<RunRecord> runs = new LatestByKey<>(servers.kafka(), Topics.RUNS, failure -> {})) {
            runs.start();
            for (int i = 0; i < 200; i++) {
                sender.sendAndWait(Topics.RUNS, "before-" + i, run("before-" + i));
            }

            disk.fill();
            CompletableFuture<Void> during = sender.send(Topics.RUNS, "during", run("during"));
            await().atMost(LIMIT).until(() -> !servers.broker().isRunning());
            disk.empty();

            await().atMost(LIMIT).until(() -> servers.broker().isRunning());
            await().atMost(LIMIT).until(during::isDone);
            sender.sendAndWait(Topics.RUNS, "after", run("after"));
            await().atMost(LIMIT).until(() -> runs.get("after").isPresent());
            assertThat(runs.under("before-")).hasSize(200);
            assertThat(during).isCompleted();
            assertThat(runs.get("during")).isPresent();
        }
        try (EmbeddedKafka again = EmbeddedKafka.start(kafka);
                LatestByKey<RunRecord> runs = new LatestByKey<>(again.config(), Topics.RUNS, failure -> {})) {
            runs.start();
            assertThat(runs.awaitCaughtUp(LIMIT)).isTrue();
            assertThat(runs.under("")).hasSize(202);
        }
    }

    @Test
    void aFullDiskIsNamedBeforeAnythingIsStarted() throws Exception {
        disk.fill();

        assertThatThrownBy(() -> LocalSystem.start(LocalConfig.of(disk.folder().resolve("data"))))
                .isInstanceOf(LocalSystemException.class)
                .hasMessageStartingWith("the disk of " + disk.folder().resolve("data") + " is full: ")
                .hasMessageContaining("; free some space, or name another folder with --data");
        assertThat(disk.folder().resolve("data")).doesNotExist();
    }

    private static RunRecord run(String name) {
        return RunRecord.newBuilder()
                .setRun(name)
                .setTraceParent("x".repeat(500))
                .build();
    }
}
