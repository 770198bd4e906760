package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch of the disk when its own thread meets errors. */
class DiskWatchTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long DISK = 1_000_000_000;

    @BeforeAll
    static void silence() {
        LauncherLog.silence();
    }

    @Test
    void afterAnErrorTheDiskIsStillWatched(@TempDir Path folder) throws Exception {
        FakeDisk disk = new FakeDisk();
        AtomicInteger everySecond = new AtomicInteger();
        Runnable work = () -> {
            everySecond.incrementAndGet();
            throw new StackOverflowError();
        };
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder);
                DiskWatch _ = DiskWatch.start(new DiskReserve(disk, OptionalLong.empty()), broker, work)) {
            disk.error.set(new OutOfMemoryError("Java heap space"));
            assertThat(disk.thrown.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

            disk.free = 0;
            await().atMost(LIMIT).until(() -> !broker.isRunning());
            disk.free = DISK;
            await().atMost(LIMIT).until(broker::isRunning);
            await().atMost(LIMIT).until(() -> everySecond.get() > 1);
        }
    }

    @Test
    void closingEndsTheWatchAlsoIfItsWorkTakesTheInterrupt(@TempDir Path folder) throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        Runnable work = () -> {
            working.countDown();
            try {
                Thread.sleep(LIMIT);
            } catch (InterruptedException e) {
                // as a broker that starts
            }
        };
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder)) {
            DiskWatch watch = DiskWatch.start(new DiskReserve(new FakeDisk(), OptionalLong.empty()), broker, work);
            assertThat(working.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

            Thread closing = Thread.ofPlatform().daemon().start(watch::close);

            assertThat(closing.join(LIMIT)).isTrue();
        }
    }

    private static final class FakeDisk implements DiskReserve.Space {
        private final AtomicReference<Error> error = new AtomicReference<>();
        private final CountDownLatch thrown = new CountDownLatch(1);
        private volatile long free = DISK;

        @Override
        public long total() {
            return DISK;
        }

        @Override
        public long free() {
            Error now = error.getAndSet(null);
            if (now != null) {
                thrown.countDown();
                throw now;
            }
            return free;
        }
    }
}
