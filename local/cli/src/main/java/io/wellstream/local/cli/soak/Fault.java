package io.wellstream.local.cli.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What a soak test does to a system, and for how long. */
public enum Fault {
    /** SIGKILL of any service process; the launcher starts it again. */
    KILL(Duration.ZERO),
    /** SIGSTOP of a trainer or worker, for longer than a claim and a record's lock last. */
    SUSPEND(Duration.ofSeconds(45)),
    /** The object store takes calls and does not answer them. */
    STALL(Duration.ofSeconds(20)),
    /** SIGKILL of the S3 server's process, which stays away for a while. */
    STORE(Duration.ofSeconds(20)),
    /** Bits of stored objects are changed; after a while {@code ingest --verify} restores what no service makes again by itself. */
    FLIP(Duration.ofSeconds(10)),
    /** The disk counts as full for new objects. */
    FULL_DISK(Duration.ofSeconds(30)),
    /** The broker is stopped and started again. */
    BROKER(Duration.ofSeconds(15));

    private final Duration length;

    Fault(Duration length) {
        this.length = length;
    }

    Duration length() {
        return length;
    }

    /** The faults that are possible with the built-in S3 server, or with one in a separate process. */
    public static List<Fault> possible(boolean storeIsProcess) {
        Predicate<Fault> impossible = storeIsProcess ? FULL_DISK::equals : STORE::equals;
        return Arrays.stream(values()).filter(impossible.negate()).toList();
    }

    /** As users write it, e.g. {@code full-disk}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
