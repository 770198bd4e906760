package io.wellstream.local.cli.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFilesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void allFilesAreWrittenAndNothingElseIsLeft() throws IOException {
        new WholeFiles(false).write(files("one", "two"));

        assertThat(names()).containsExactly("one", "two");
        assertThat(folder.resolve("two")).hasContent("new two");
    }

    @Test
    void anExistingFileStaysAndNoFileIsWritten() throws IOException {
        Files.writeString(folder.resolve("two"), "old");

        assertThatThrownBy(() -> new WholeFiles(false).write(files("one", "two")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(folder.resolve("two").toString())
                .hasMessageContaining("--force");

        assertThat(names()).containsExactly("two");
        assertThat(folder.resolve("two")).hasContent("old");
    }

    @Test
    void existingFilesAreReplacedOnRequest() throws IOException {
        Files.writeString(folder.resolve("two"), "old");

        new WholeFiles(true).write(files("one", "two"));

        assertThat(names()).containsExactly("one", "two");
        assertThat(folder.resolve("two")).hasContent("new two");
    }

    @Test
    void ifOneFileCannotBeWrittenNoneIs() throws IOException {
        String tooLong = "x".repeat(255); // the longest possible name; the temporary name is longer

        assertThatThrownBy(() -> new WholeFiles(false).write(files("one", tooLong)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("cannot write");

        assertThat(names()).isEmpty();
    }

    @Test
    void aFolderThatDoesNotExistIsNamed() throws IOException {
        Files.createDirectory(folder.resolve("inside"));

        assertThatThrownBy(() -> new WholeFiles(true).write(files("inside")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> new WholeFiles(true).write(files("nowhere/one")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void aFullDiskIsNamedWithWhatIsNeededAndLeavesNothingBehind() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(folder, 8)) {
            disk.fillUpTo(1_000_000);
            Path file = disk.folder().resolve("large");
            SequencedMap<Path, byte[]> contents = new LinkedHashMap<>();
            contents.put(file, new byte[3_000_000]);

            assertThatThrownBy(() -> new WholeFiles(true).write(contents))
                    .isInstanceOf(UserError.class)
                    .hasMessageMatching("cannot write " + file
                            + ": its disk is full: the file needs 3,000,000 bytes, and [0-9,]{7,9} are free");

            assertThat(disk.folder().toFile().list()).containsExactlyInAnyOrder("lost+found", "filler");
        }
    }

    private SequencedMap<Path, byte[]> files(String... names) {
        SequencedMap<Path, byte[]> files = new LinkedHashMap<>();
        for (String name : names) {
            files.put(folder.resolve(name), ("new " + name).getBytes(UTF_8));
        }
        return files;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
