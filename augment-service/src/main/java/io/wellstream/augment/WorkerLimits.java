package io.wellstream.augment;

import java.time.Duration;

/** {@link AugmentConfig}, checked. */
record WorkerLimits(int threads, int fetches, int cacheMegabytes, Duration lock) {
    WorkerLimits {
        check("wellstream.augment.threads", threads, 1, 1024);
        check("wellstream.augment.fetches", fetches, 1, 1024);
        check("wellstream.augment.cache-megabytes", cacheMegabytes, 0, 1 << 20);
        if (lock.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("wellstream.augment.lock is " + lock + "; expected a second or more");
        }
    }

    long cacheBytes() {
        return cacheMegabytes * 1024L * 1024L;
    }

    private static void check(String key, int value, int smallest, int largest) {
        if (value < smallest || value > largest) {
            throw new IllegalArgumentException(key + " is " + value + "; expected " + smallest + " to " + largest);
        }
    }
}
