package io.wellstream.wire.kafka;

import java.time.Duration;

/**
 * A share group and how long one of its members may work on a record before it is given to another. Choose at least ten times
 * the median work: overrun means done twice, harmlessly. Brokers allow 15 to 60 s unless configured otherwise.
 */
public record ShareGroup(String name, Duration lock) {
    public ShareGroup {
        if (!lock.isPositive()) {
            throw new IllegalArgumentException("share lock " + lock + "; expected a positive duration");
        }
    }
}
