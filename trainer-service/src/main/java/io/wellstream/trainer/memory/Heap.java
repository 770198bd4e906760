package io.wellstream.trainer.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The Java heap: what a run may hold in it, apart from what the service holds now. */
@FunctionalInterface
interface Heap {
    /** Bytes. */
    long free();

    /** The heap of this process. */
    static Heap ofThisProcess() {
        return new Known(Heap::measured, System::nanoTime);
    }

    /** Objects that live long must fit into the largest generation, and collectors need some room. */
    private static long measured() {
        System.gc(); // or it is not known what lives
        Runtime runtime = Runtime.getRuntime();
        long largest = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getMax())
                .max()
                .orElse(0);
        long most = largest > 0 ? largest : runtime.maxMemory();
        return most * 9 / 10 - (runtime.totalMemory() - runtime.freeMemory());
    }

    /** Measures at most every half minute: a measurement costs a garbage collection, and runs that wait ask often. */
    final class Known implements Heap {
        private static final Duration KNOWN_FOR = Duration.ofSeconds(30);

        private final LongSupplier measured;
        private final LongSupplier nanos;
        private boolean known;
        private long free;
        private long measuredAt;

        Known(LongSupplier measured, LongSupplier nanos) {
            this.measured = measured;
            this.nanos = nanos;
        }

        @Override
        public synchronized long free() {
            long now = nanos.getAsLong();
            if (!known || now - measuredAt > KNOWN_FOR.toNanos()) {
                free = measured.getAsLong();
                measuredAt = now;
                known = true;
            }
            return free;
        }
    }
}
