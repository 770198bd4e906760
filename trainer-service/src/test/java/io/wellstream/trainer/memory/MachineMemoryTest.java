package io.wellstream.trainer.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineMemoryTest {
    private static final long GIB = 1L << 30;

    private final Path root;

    MachineMemoryTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void onAMachineThePageCacheCountsAsAvailable() throws IOException {
        write(
                "proc/meminfo",
                "MemTotal:       16777216 kB\nMemFree:         1048576 kB\nMemAvailable:   10485760 kB\n");

        MachineMemory machine = new MachineMemory(root, () -> 16 * GIB, () -> GIB);

        assertThat(machine.total()).isEqualTo(16 * GIB);
        assertThat(machine.available()).isEqualTo(10 * GIB);
    }

    @Test
    void aContainersLimitCountsAndFilesThatItHasReadDoNot() throws IOException {
        write("proc/meminfo", "MemTotal:       67108864 kB\nMemAvailable:   41943040 kB\n");
        write("sys/fs/cgroup/memory.stat", "anon 100\ninactive_file 1073741824\nactive_file 5\n");

        MachineMemory machine = new MachineMemory(root, () -> 8 * GIB, () -> 5 * GIB);

        assertThat(machine.available()).isEqualTo(6 * GIB);
    }

    @Test
    void aContainersLimitIsNoUseOnAMachineThatHasLess() throws IOException {
        write("proc/meminfo", "MemTotal:       67108864 kB\nMemAvailable:    2097152 kB\n");
        write("sys/fs/cgroup/memory/memory.stat", "inactive_file 7\ntotal_inactive_file 1073741824\n");

        MachineMemory machine = new MachineMemory(root, () -> 8 * GIB, () -> 5 * GIB);

        assertThat(machine.available()).isEqualTo(2 * GIB);
    }

    @Test
    void aSystemWithoutSuchFilesHasWhatIsUnused() {
        MachineMemory machine = new MachineMemory(root, () -> 8 * GIB, () -> 5 * GIB);

        assertThat(machine.available()).isEqualTo(5 * GIB);
        assertThat(machine.resident()).isZero();
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
