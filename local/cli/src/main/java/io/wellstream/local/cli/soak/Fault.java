package io.wellstream.local.cli.soak;

import java.time.Duration;
import java.util.Locale;

/** What a soak test does to a system, and for how long. */
public enum Fault {
    /** SIGKILL of any service process; the launcher starts it again. */
    KILL(Duration.ZERO),
    /** SIGSTOP of a trainer or worker, for longer than a claim and a record's lock last. */
    SUSPEND(Duration.ofSeconds(45)),
    /** The object store takes calls and does not answer them. */
    STALL(Duration.ofSeconds(20)),
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

    /** As users write it, e.g. {@code full-disk}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
