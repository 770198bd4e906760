package io.wellstream.wire.kafka;

import java.time.Duration;

/**
 * A share group, and how long a member may work on a record before the broker gives it to another. Choose at least ten times the
 * median: a record that takes longer is handled twice, which is harmless. Brokers allow 15 to 60 s unless configured otherwise.
 */
public record ShareGroup(String name, Duration lock) {
    public ShareGroup {
        if (!lock.isPositive()) {
            throw new IllegalArgumentException("share lock " + lock + "; expected a positive duration");
        }
    }
}
