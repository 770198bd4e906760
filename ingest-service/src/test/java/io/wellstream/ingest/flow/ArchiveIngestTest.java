package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.ingest.problem.Problem;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.wire.keys.ObjectKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A screen in an archive gives the same result as the folder that the archive was made from. */
class ArchiveIngestTest {
    private final SmallScreen screen;
    private final Path archive;

    ArchiveIngestTest(@TempDir Path folder) throws IOException {
        this.screen = SmallScreen.write(Files.createDirectory(folder.resolve("small")));
        this.archive = folder.resolve("small.zip");
    }

    @Test
    void aFolderAndItsArchiveGiveTheSameObjects() throws IOException {
        InMemoryIngest ofFolder = new InMemoryIngest();
        InMemoryIngest ofArchive = new InMemoryIngest();
        zip("small/");

        IngestFinished first = ofFolder.run("one", screen.folder());
        IngestFinished second = ofArchive.run("one", archive);

        assertThat(second.toBuilder().clearFinishedAtMs().clearSource().build())
                .isEqualTo(first.toBuilder().clearFinishedAtMs().clearSource().build());
        assertThat(second.getSource()).isEqualTo(archive.toString());
        assertThat(ofArchive.wells()).isEqualTo(ofFolder.wells());
        assertThat(ofArchive.store.keys()).isEqualTo(ofFolder.store.keys());
        for (ObjectKey key : ofFolder.store.keys()) {
            assertThat(ofArchive.store.read(key).orElseThrow().bytes())
                    .as(key.path())
                    .isEqualTo(ofFolder.store.read(key).orElseThrow().bytes());
        }
    }

    @Test
    void whatWasIngestedFromAFolderIsUnchangedInItsArchive() throws IOException {
        InMemoryIngest ingest = new InMemoryIngest();
        ingest.run("one", screen.folder());
        zip("");

        IngestFinished again = ingest.run("two", archive);

        assertThat(again.getObjectsPut()).isZero();
        assertThat(again.getProblems()).isZero();
        assertThat(ingest.progress().snapshot().wellsUnchanged()).isEqualTo(8);
    }

    @Test
    void aBombAmongTheImagesFailsOnlyItsSite() throws IOException {
        String image = SmallScreen.image("B05", 2, 4);
        screen.replace(image, new byte[20 << 20]);
        zip("small/");
        InMemoryIngest ingest = new InMemoryIngest();

        IngestFinished finished = ingest.run("one", archive);

        assertThat(finished.getWellsPublished()).isEqualTo(8);
        assertThat(finished.getSitesFailed()).isEqualTo(1);
        assertThat(ingest.progress().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.place()).isEqualTo(new Problem.Place(image, "train.csv", 4, "HUVEC-01/1/B05", 2, 4));
            assertThat(problem.toString()).contains("the file has 20971520 bytes; expected at most 16777216");
        });
    }

    private void zip(String top) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(screen.folder())) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(top + screen.folder().relativize(file)));
                Files.copy(file, zip);
            }
        }
    }
}
