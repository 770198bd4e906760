package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.ingest.problem.Problem;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image files of a screen, compared with those that its rows name. */
class ImageNamesTest {
    private static final int WELLS = 8;

    private final InMemoryIngest ingest = new InMemoryIngest();
    private final Path folder;
    private final SmallScreen screen;

    ImageNamesTest(@TempDir Path folder) {
        this.folder = folder;
        this.screen = SmallScreen.write(folder);
    }

    @Test
    void namesInAnotherSpellingAreFound() throws IOException {
        rename(path -> path.replace("Plate1", "Plate01")
                .replace("_s", "_s0")
                .replace("B0", "b")
                .replace(".png", ".PNG"));

        IngestFinished finished = ingest.run("one", folder);

        assertThat(ingest.progress().problems()).isEmpty();
        assertThat(ingest.progress().notes()).isEmpty();
        assertThat(finished.getWellsPublished()).isEqualTo(WELLS);
        assertThat(ingest.store.keys())
                .anyMatch(key -> key.path().equals("small/images/train/HUVEC-01/Plate01/b5_s02_w4.PNG"));
    }

    @Test
    void imagesThatNoRowNamesAreNotedByCause() {
        byte[] image = screen.bytes(SmallScreen.image("B05", 2, 4));
        screen.replace(SmallScreen.image("B12", 1, 1), image);
        screen.replace(SmallScreen.image("B12", 1, 2), image);
        screen.replace(SmallScreen.image("B05", 2, 7), image);
        screen.replace(SmallScreen.image("B05", 3, 1), image);
        screen.replace("train/overview.png", image);
        screen.replace("train/HUVEC-01/Plate1/._B05_s1_w1.png", image);
        screen.replace("train/HUVEC-01/Plate1/Thumbs.db", image);

        IngestFinished finished = ingest.run("one", folder);

        assertThat(ingest.progress().problems()).isEmpty();
        assertThat(finished.getProblems()).isZero();
        assertThat(ingest.progress().notes().stream().map(Problem::toString))
                .containsExactlyInAnyOrder(
                        "train/HUVEC-01/Plate1/B12_s1_w1.png: no row names the image's well; expected a row for each well, or no image",
                        "train/HUVEC-01/Plate1/B12_s1_w2.png: no row names the image's well; expected a row for each well, or no image",
                        "train/HUVEC-01/Plate1/B05_s2_w7.png: the screen has no channel '7'; expected channels 1, 2, 3, 4, 5, 6",
                        "train/HUVEC-01/Plate1/B05_s3_w1.png: the well has no site '3'; expected sites 1, 2",
                        "train/overview.png: the image's name does not fit the screen's pattern; expected names such as {subset}/{experiment}/Plate{plate}/{well}_s{site}_w{channel}.png");
        assertThat(finished.getNotes(0).getCount()).isEqualTo(2);
        assertThat(finished.getNotes(0).getCause()).startsWith("no row names the image's well");
    }

    @Test
    void aPlateWithoutAnyImageIsOneProblem() throws IOException {
        for (int column = 2; column <= 12; column++) {
            screen.addTrain("HUVEC-01", 2, "C%02d".formatted(column), 7);
        }
        delete("Plate2");

        IngestFinished finished = ingest.run("one", folder);

        assertThat(ingest.progress().problems())
                .singleElement()
                .hasToString("HUVEC-01/2: the plate has 0 of 132 images; expected images such as"
                        + " train/HUVEC-01/Plate2/C02_s1_w1.png");
        assertThat(finished.getWellsPublished()).isEqualTo(WELLS);
        assertThat(finished.getWellsFailed()).isEqualTo(11);
    }

    @Test
    void aScreenWithoutImagesIsOneLine() throws IOException {
        for (int plate = 2; plate <= 4; plate++) {
            screen.addTrain("HUVEC-01", plate, "C02", 7);
        }
        delete("Plate");

        IngestFinished finished = ingest.run("one", folder);

        assertThat(finished.getProblemGroupsList()).singleElement().satisfies(group -> {
            assertThat(group.getCause()).isEqualTo("the plate has … of … images");
            assertThat(group.getCount()).isEqualTo(5);
            assertThat(group.getFirst(0)).isEqualTo("HUVEC-01/1: the plate has 0 of 72 images");
        });
    }

    @Test
    void aPlateMayHaveFewerSitesIfTheScreenIsDescribed() throws IOException {
        screen.addTrain("HUVEC-01", 2, "C02", 7);
        Files.writeString(folder.resolve("screen.yaml"), "name: pilot\nsites: 2\n");
        delete("Plate2/C02_s1");
        delete("Plate1/B05_s1");

        ingest.run("one", folder);

        assertThat(well("HUVEC-01/2/C02").getSitesList())
                .extracting(IngestedSite::getSite)
                .containsExactly(2);
        assertThat(ingest.progress().notes())
                .singleElement()
                .hasToString("HUVEC-01/2: no well of the plate has site '1'; its wells are read with 1 of 2 sites");
        assertThat(ingest.progress().problems())
                .singleElement()
                .asString()
                .contains("HUVEC-01/1/B05, site 1", "no image of the site exists");
    }

    @Test
    void aMissingImageNamesAnotherInItsFolder() throws IOException {
        rename(path -> path.replace("B05_s2_w4.png", "B05_s2_red.png"));

        ingest.run("one", folder);

        assertThat(ingest.progress().problems())
                .singleElement()
                .asString()
                .contains("the file is missing; 'train/HUVEC-01/Plate1/B05_s2_red.png' is there, and no row names it");
        assertThat(well("HUVEC-01/1/B05").getSitesList())
                .extracting(IngestedSite::getSite)
                .containsExactly(1);
    }

    private void rename(UnaryOperator<String> change) throws IOException {
        for (Path file : images()) {
            String path = folder.relativize(file).toString();
            Path renamed = folder.resolve(change.apply(path));
            Files.createDirectories(renamed.getParent());
            Files.move(file, renamed);
        }
    }

    private void delete(String part) throws IOException {
        for (Path file : images()) {
            if (folder.relativize(file).toString().contains(part)) {
                Files.delete(file);
            }
        }
    }

    private List<Path> images() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".png")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WellIngested well(String id) {
        return Optional.ofNullable(ingest.wells().get("small/" + id)).orElseThrow();
    }
}
