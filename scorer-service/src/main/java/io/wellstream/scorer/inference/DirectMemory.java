package io.wellstream.scorer.inference;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** The memory outside the heap that this JVM allows buffers to use. */
public final class DirectMemory {
    private DirectMemory() {}

    /** In bytes: the value of {@code -XX:MaxDirectMemorySize}, or the size of the heap if it is not set. */
    public static long limit() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long set = Long.parseLong(machine.getVMOption("MaxDirectMemorySize").getValue());
        return set > 0 ? set : Runtime.getRuntime().maxMemory();
    }
}
