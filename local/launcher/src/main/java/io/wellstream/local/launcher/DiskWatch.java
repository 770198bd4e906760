package io.wellstream.local.launcher;

import io.wellstream.local.launcher.DiskReserve.Level;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a system alive on a full disk. It says when the disk is full and when it is not any more. It stops the broker before a write of
 * it can fail, and starts it again at the same address when there is space. It also starts a broker again that has halted.
 */
final class DiskWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration STEADY = Duration.ofMinutes(1);
    private static final int MOST_FAILURES = 3;

    private final DiskReserve reserve;
    private final EmbeddedKafka broker;
    private final Runnable everySecond;
    private final AtomicBoolean halted = new AtomicBoolean();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("disk-watch").unstarted(this::watch);
    private volatile boolean closed; // in addition to an interrupt, which Kafka takes for itself while it starts
    private boolean stopped;
    private boolean full;
    private long startedAt = System.nanoTime();
    private int failuresInARow;

    private DiskWatch(DiskReserve reserve, EmbeddedKafka broker, Runnable everySecond) {
        this.reserve = reserve;
        this.broker = broker;
        this.everySecond = everySecond;
    }

    /** @param everySecond further work of a watchman */
    static DiskWatch start(DiskReserve reserve, EmbeddedKafka broker, Runnable everySecond) {
        DiskWatch watch = new DiskWatch(reserve, broker, everySecond);
        BrokerHalts.reportTo(watch.halted);
        watch.thread.start();
        return watch;
    }

    /** Stops watching; a broker that is stopped stays so. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        BrokerHalts.stopReportingTo(halted);
    }

    private void watch() {
        try {
            for (long round = 0; !closed; round++) {
                lookOnce(round);
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** One failure does not end the watch: a broker that it has stopped would never be started again. */
    private void lookOnce(long round) throws InterruptedException {
        try {
            look();
            if (round % 5 == 0) {
                everySecond.run();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("the free space of the disk was not checked; it is checked again", e);
        }
    }

    private void look() throws InterruptedException {
        Level level = reserve.level();
        say(level);
        if (stopped) {
            if (level.startsBroker()) {
                startBroker();
            }
        } else if (halted.get()) {
            stopBroker("it halted; " + level);
        } else if (!level.feedsBroker()) {
            stopBroker("the disk is full to the last: " + level);
        }
    }

    private void say(Level level) {
        if (full == level.isPlenty()) {
            full = !full;
            if (full) {
                LOG.error(
                        "the disk is full: {}. Reading goes on; storing goes on by itself when there is space", level);
            } else {
                LOG.warn("the disk has space again: {}", level);
            }
        }
    }

    private void stopBroker(String reason) throws InterruptedException {
        LOG.error("stopping the broker reason=\"{}\"", reason);
        boolean soon = System.nanoTime() - startedAt < STEADY.toNanos();
        failuresInARow = halted.get() && soon ? failuresInARow + 1 : 0;
        if (failuresInARow >= MOST_FAILURES) {
            die("the broker halted " + MOST_FAILURES + " times within " + STEADY.toSeconds() + " s of its start");
        }
        Thread stopping = Thread.ofPlatform().daemon().name("stop-broker").start(broker::suspend);
        if (!stopping.join(STOP_LIMIT)) {
            die("the broker did not stop within " + STOP_LIMIT.toSeconds() + " s");
        }
        stopped = true;
    }

    private void startBroker() {
        halted.set(false);
        try {
            broker.resume();
            startedAt = System.nanoTime();
            stopped = false;
            LOG.warn("the broker runs again");
        } catch (IOException e) {
            LOG.error("the broker does not start again", e);
            if (++failuresInARow >= MOST_FAILURES) {
                die(String.valueOf(e.getMessage()));
            }
        }
    }

    /** What is left of the system is of no use without its broker. */
    private static void die(String reason) {
        LOG.error("the system ends: {}", reason);
        System.err.println("wellstream: the system ended: " + reason + "; see launcher.log, then start it again");
        Runtime.getRuntime().halt(1);
    }
}
