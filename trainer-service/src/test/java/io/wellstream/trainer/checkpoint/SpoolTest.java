package io.wellstream.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.wire.store.ObjectFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @Test
    void theFilesOfEndedProcessesAreDeletedAndNoOthers(@TempDir Path folder) throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path left = Files.createFile(folder.resolve("wellstream-trainer-" + ended.pid() + "-3.spool"));
        long alive = ProcessHandle.current().parent().orElseThrow().pid();
        Path inUse = Files.createFile(folder.resolve("wellstream-trainer-" + alive + "-1.spool"));
        Path foreign = Files.createFile(folder.resolve("notes.txt"));

        Spool.in(folder);

        assertThat(left).doesNotExist();
        assertThat(inUse).exists();
        assertThat(foreign).exists();
    }

    @Test
    void aFileIsDeletedWhenItIsClosed(@TempDir Path folder) {
        Spool spool = Spool.in(folder.resolve("new"));

        try (ObjectFile file = spool.write(out -> out.write(1))) {
            assertThat(file.path()).hasSize(1).isNotEqualTo(spool.next());
        }

        assertThat(folder.resolve("new")).isEmptyDirectory();
    }
}
