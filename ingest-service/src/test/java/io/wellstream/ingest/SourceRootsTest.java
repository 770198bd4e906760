package io.wellstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRootsTest {
    private final Path root;
    private final Path outside;
    private final SourceRoots roots;

    SourceRootsTest(@TempDir Path folder) throws IOException {
        this.root = Files.createDirectory(folder.resolve("screens")).toRealPath();
        this.outside = Files.createDirectory(folder.resolve("private")).toRealPath();
        this.roots = new SourceRoots(List.of(root));
    }

    @Test
    void aFolderInsideIsTaken() throws IOException {
        Path screen = Files.createDirectory(root.resolve("pilot"));

        assertThat(roots.resolve(screen.toString())).isEqualTo(screen);
    }

    @Test
    void aFolderOutsideIsRefusedWithWhereItMayBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> roots.resolve(outside.toString()))
                .withMessageContaining("outside what this service may read; it reads below " + root);
    }

    @Test
    void neitherDotsNorALinkLeadOut() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), outside);

        assertThatIllegalArgumentException().isThrownBy(() -> roots.resolve(root + "/../private"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> roots.resolve(root + "/link"))
                .withMessageContaining("outside");
    }

    @Test
    void whatIsNotThereIsSaidToBeNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> roots.resolve(root + "/absent"))
                .withMessageContaining("is not there as this service sees it");
    }

    @Test
    void aFileOrARelativePathIsNoSource() throws IOException {
        Path file = Files.createFile(root.resolve("train.csv"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> roots.resolve(file.toString()))
                .withMessageContaining("is not a folder");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> roots.resolve("pilot"))
                .withMessageContaining("not an absolute path");
    }

    @Test
    void withoutRootsNothingIsTaken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SourceRoots(List.of()).resolve(root.toString()))
                .withMessageContaining("wellstream.ingest.roots names no folder");
    }
}
