package io.wellstream.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeDigestTest {
    @Test
    void changesWithAnyClassAndNotWithWhatElseABuildWrites(@TempDir Path folder) throws IOException {
        write(folder, "a/One.class", "one");
        write(folder, "Two.class", "two");
        String before = CodeDigest.ofFolderOrJar(folder);

        write(folder, "build-time.txt", "today");
        assertThat(CodeDigest.ofFolderOrJar(folder)).isEqualTo(before).hasSize(12);
        write(folder, "a/One.class", "ONE");
        assertThat(CodeDigest.ofFolderOrJar(folder)).isNotEqualTo(before);
    }

    @Test
    void aJarAndAFolderOfTheSameClassesAreTheSameCode(@TempDir Path root) throws IOException {
        Path folder = root.resolve("classes");
        Path jar = root.resolve("code.jar");
        write(folder, "a/One.class", "one");
        try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            write(zip.getPath("/"), "a/One.class", "one");
        }

        assertThat(CodeDigest.ofFolderOrJar(jar)).isEqualTo(CodeDigest.ofFolderOrJar(folder));
    }

    @Test
    void thisModulesCodeIsKnown() {
        assertThat(CodeDigest.of(CodeDigest.class)).matches("[0-9a-f]{12}");
    }

    private static void write(Path folder, String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
