package io.wellstream.trainer.memory;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The memory of the machine, or of the container if that has a limit: how much there is, how much is free, and how much this
 * process has. All in bytes.
 */
public final class MachineMemory {
    private static final Path MACHINE = Path.of("proc/meminfo");
    private static final Path PROCESS = Path.of("proc/self/status");
    private static final Path CONTAINER = Path.of("sys/fs/cgroup/memory.stat");
    private static final Path OLDER_CONTAINER = Path.of("sys/fs/cgroup/memory/memory.stat");

    private final Path root;
    private final LongSupplier total;
    private final LongSupplier unused;

    /**
     * @param root of the file system
     * @param total memory of the machine, or the container's limit
     * @param unused memory, without what the page cache could give back
     */
    MachineMemory(Path root, LongSupplier total, LongSupplier unused) {
        this.root = root;
        this.total = total;
        this.unused = unused;
    }

    /** The memory of this machine. Java knows the limits of containers. */
    public static MachineMemory ofThisMachine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new MachineMemory(Path.of("/"), system::getTotalMemorySize, system::getFreeMemorySize);
    }

    public long total() {
        return total.getAsLong();
    }

    /** What processes can still get, including what the page cache would give back. */
    public long available() {
        OptionalLong machine = kilobytes(MACHINE, "MemAvailable:");
        boolean limited = kilobytes(MACHINE, "MemTotal:").orElse(0) > total();
        if (machine.isPresent() && !limited) {
            return machine.getAsLong();
        }
        return Math.min(unused.getAsLong() + inactiveFiles(), machine.orElse(Long.MAX_VALUE));
    }

    /** What this process has in memory; 0 if the system does not say. */
    public long resident() {
        return kilobytes(PROCESS, "VmRSS:").orElse(0);
    }

    /** The most that this process has had in memory; 0 if the system does not say. */
    public long peakResident() {
        return kilobytes(PROCESS, "VmHWM:").orElse(0);
    }

    /** Bytes of files that the container has read and that can be dropped. */
    private long inactiveFiles() {
        OptionalLong now = number(CONTAINER, "inactive_file ");
        return now.isPresent()
                ? now.getAsLong()
                : number(OLDER_CONTAINER, "total_inactive_file ").orElse(0);
    }

    private OptionalLong kilobytes(Path file, String name) {
        return number(file, name).stream().map(kilobytes -> kilobytes * 1024).findFirst();
    }

    /** The number in the line that begins with the name. */
    private OptionalLong number(Path file, String name) {
        Path path = root.resolve(file);
        if (!Files.isReadable(path)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(path)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
