package io.wellstream.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wellstream.ingest.files.InvalidScreenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    private final Path root;
    private final Path outside;
    private final Sources sources;

    SourcesTest(@TempDir Path folder) throws IOException {
        this.root = Files.createDirectory(folder.resolve("screens")).toRealPath();
        this.outside = Files.createDirectory(folder.resolve("private")).toRealPath();
        this.sources = new Sources(List.of(root), SourceLimits.DEFAULT);
    }

    @Test
    void aFolderInsideIsAccepted() throws IOException {
        Path screen = Files.createDirectory(root.resolve("pilot"));

        assertThat(sources.resolve(screen.toString())).isEqualTo(screen);
    }

    @Test
    void aFolderOutsideIsRefusedWithTheRoots() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sources.resolve(outside.toString()))
                .withMessageContaining("outside what this service may read; it reads below " + root);
    }

    @Test
    void neitherDotsNorALinkLeadOut() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), outside);

        assertThatIllegalArgumentException().isThrownBy(() -> sources.resolve(root + "/../private"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sources.resolve(root + "/link"))
                .withMessageContaining("outside");
    }

    @Test
    void aMissingFolderIsReportedAsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sources.resolve(root + "/absent"))
                .withMessageContaining("does not exist on this service's machine");
    }

    @Test
    void anAnswerDoesNotRevealWhatExistsOutside() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), outside);
        for (String absent : List.of(outside + "/absent", root + "/../private/absent", root + "/link/absent")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sources.resolve(absent))
                    .withMessageContaining("outside what this service may read");
        }
    }

    @Test
    void anArchiveInsideIsAccepted() throws IOException {
        Path archive = Files.createFile(root.resolve("pilot.ZIP"));

        assertThat(sources.resolve(archive.toString())).isEqualTo(archive);
    }

    @Test
    void aSourceThatWasReplacedByALinkIsNotOpened() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), outside);

        assertThatExceptionOfType(InvalidScreenException.class).isThrownBy(() -> sources.open(link));
    }

    @Test
    void aFileOfAScreenThatIsALinkLeadingOutIsNotRead() throws IOException {
        Path screen = Files.createDirectory(root.resolve("pilot"));
        Path secret = Files.writeString(outside.resolve("passwords"), "root,secret\n");
        Files.createSymbolicLink(screen.resolve("train.csv"), secret);

        try (ScreenSource opened = sources.open(screen)) {
            assertThat(opened.problems())
                    .singleElement()
                    .hasToString("train.csv: the file is a link that leads out of what this service may read;"
                            + " expected a file of the screen");
        }
    }

    @Test
    void aLinkWithinTheRootsIsFollowed() throws IOException {
        Path screen = Files.createDirectory(root.resolve("pilot"));
        Path shared = Files.writeString(root.resolve("design.csv"), "id_code,experiment,plate,well\n");
        Files.createSymbolicLink(screen.resolve("test.csv"), shared);

        try (ScreenSource opened = sources.open(screen)) {
            assertThat(opened.problems()).isEmpty();
        }
    }

    @Test
    void aFileOrARelativePathIsNotASource() throws IOException {
        Path file = Files.createFile(root.resolve("train.csv"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sources.resolve(file.toString()))
                .withMessageContaining("is neither a folder nor a zip archive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sources.resolve("pilot"))
                .withMessageContaining("not an absolute path");
    }

    @Test
    void withoutRootsNothingIsAccepted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sources(List.of(), SourceLimits.DEFAULT).resolve(root.toString()))
                .withMessageContaining("wellstream.ingest.roots names no folder");
    }
}
