package io.wellstream.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void anAbsentFolderIsCreated() {
        DataFolder.require(folder.resolve("new/data"));

        assertThat(folder.resolve("new/data")).isEmptyDirectory();
    }

    @Test
    void aFolderWithOtherFilesIsRefusedAndNamesThem() throws Exception {
        for (String name : new String[] {"a.tif", "b.tif", "c.tif", "d.tif"}) {
            Files.writeString(folder.resolve(name), "mine");
        }

        assertThatThrownBy(() -> DataFolder.require(folder))
                .isInstanceOf(LocalSystemException.class)
                .hasMessage("data folder " + folder + " holds files that are not a system's: a.tif, b.tif, c.tif and 1"
                        + " more; name an empty folder with --data");
        assertThatThrownBy(() -> DataFolder.lock(folder)).isInstanceOf(LocalSystemException.class);
        assertThat(folder.toFile().list()).hasSize(4);
    }

    @Test
    void theFolderOfASystemMayHoldOtherFilesToo() throws Exception {
        DataFolder.lock(folder).close();
        Files.writeString(folder.resolve("notes.txt"), "mine");

        DataFolder.require(folder);
    }

    @Test
    void aNewFileSystemAndTheLogsOfAFailedStartAreNoObstacle() throws Exception {
        Files.createDirectory(folder.resolve("lost+found"));
        Files.createDirectory(folder.resolve("logs"));

        DataFolder.require(folder);
    }

    @Test
    void aFileIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "mine");

        assertThatThrownBy(() -> DataFolder.require(file))
                .isInstanceOf(LocalSystemException.class)
                .hasMessage("data folder " + file + " is a file; name a folder with --data");
    }

    @Test
    void aFolderThatCannotBeWrittenToIsRefused() {
        Path place = Path.of("/proc/wellstream");
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "skipped: no folder here is certain to be unwritable");

        assertThatThrownBy(() -> DataFolder.require(place))
                .isInstanceOf(LocalSystemException.class)
                .hasMessageStartingWith("cannot write to data folder " + place)
                .hasMessageEndingWith("; name another folder with --data");
    }
}
