package io.wellstream.trainer.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** The Java heap: what a run may hold in it, besides what the service holds now. */
@FunctionalInterface
interface Heap {
    /** Bytes. */
    long free();

    /** The heap of this process. Objects that live long must fit into its largest generation, and collectors need some room. */
    static Heap ofThisProcess() {
        return () -> {
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
        };
    }
}
