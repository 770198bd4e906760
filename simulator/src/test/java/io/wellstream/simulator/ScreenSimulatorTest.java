package io.wellstream.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreenSimulatorTest {
    private final Path temporary;

    ScreenSimulatorTest(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @Test
    void theSameSpecificationGivesTheSameBytesOnOneThreadAndOnFour() throws Exception {
        Path one = written("one", Screens.tiny(3), 1);
        Path four = written("four", Screens.tiny(3), 4);

        Map<String, byte[]> ofOne = filesOf(one);
        Map<String, byte[]> ofFour = filesOf(four);

        assertThat(ofOne).hasSize(5 + 3 * 9 * 2 * 6);
        assertThat(ofFour)
                .hasSameSizeAs(ofOne)
                .allSatisfy((name, bytes) -> assertThat(bytes).as(name).isEqualTo(ofOne.get(name)));
    }

    @Test
    void theFolderIsLaidOutAsRxRx1() throws Exception {
        Path folder = written("screen", Screens.tiny(3), 2);

        assertThat(Files.readAllLines(folder.resolve("train.csv")))
                .hasSize(1 + 2 * 6)
                .startsWith("id_code,experiment,plate,well,sirna")
                .allMatch(line ->
                        line.matches("id_code.*|HUVEC-0[12]_1_[B-O][0-2][0-9],HUVEC-0[12],1,[B-O]\\d\\d,sirna_[0-5]"));
        assertThat(Files.readAllLines(folder.resolve("test.csv")))
                .hasSize(1 + 6)
                .startsWith("id_code,experiment,plate,well")
                .contains("HUVEC-03_1_B03,HUVEC-03,1,B03");
        assertThat(Files.readAllLines(folder.resolve("test_controls.csv")))
                .startsWith(
                        "id_code,experiment,plate,well,sirna,well_type",
                        "HUVEC-03_1_B02,HUVEC-03,1,B02,UNTREATED,negative_control")
                .hasSize(1 + 3)
                .filteredOn(line -> line.endsWith("positive_control"))
                .hasSize(2);
        assertThat(Files.readAllLines(folder.resolve("train_controls.csv"))).hasSize(1 + 2 * 3);
        assertThat(Files.readAllLines(folder.resolve("sample_submission.csv")))
                .hasSize(1 + 6)
                .startsWith("id_code,sirna", "HUVEC-03_1_B03,sirna_0");
        assertThat(folder.resolve("train/HUVEC-01/Plate1/B03_s2_w6.png")).isRegularFile();
        assertThat(folder.resolve("test/HUVEC-03/Plate1/C07_s1_w1.png")).isRegularFile();
    }

    @Test
    void integersAreWrittenOnRequest() throws Exception {
        Path folder = written("integers", Screens.tiny(3).withLabels(MetadataForm.INTEGER), 2);

        assertThat(Files.readAllLines(folder.resolve("train_controls.csv")))
                .contains("HUVEC-01_1_B02,HUVEC-01,1,B02,1138,negative_control");
        assertThat(Files.readAllLines(folder.resolve("sample_submission.csv"))).contains("HUVEC-03_1_B03,0");
    }

    @Test
    void withheldLabelsAreInTheTruthFileOnly() throws Exception {
        written("screen", Screens.tiny(3), 2);

        assertThat(Files.readAllLines(temporary.resolve("screen-truth.csv")))
                .hasSize(1 + 6)
                .startsWith("id_code,experiment,plate,well,sirna")
                .allMatch(line -> line.startsWith("id_code") || line.matches("HUVEC-03_1_B0\\d,.*,sirna_[0-5]"));
    }

    @Test
    void anImageHoldsTheDrawnSiteAndNothingElse() throws Exception {
        Path folder = written("screen", Screens.tiny(3), 2);
        SimulatedScreen screen = new SimulatedScreen(Screens.tiny(3));
        Path file = folder.resolve("train/HUVEC-02/Plate1/B05_s1_w3.png");

        BufferedImage image = ImageIO.read(file.toFile());

        assertThat(((DataBufferByte) image.getRaster().getDataBuffer()).getData())
                .isEqualTo(screen.draw(new SiteId(WellId.of("HUVEC-02", 1, "B05"), 1))[2]);
        assertThat(chunksOf(Files.readAllBytes(file))).containsExactly("IHDR", "IDAT", "IEND");
    }

    @Test
    void allImagesHaveOneFileSize() throws Exception {
        Path folder = written("screen", Screens.tiny(3), 2);

        assertThat(filesOf(folder).entrySet().stream()
                        .filter(file -> file.getKey().endsWith(".png"))
                        .map(file -> file.getValue().length)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void progressEndsAtTheLastSite() throws Exception {
        List<Integer> seen = new ArrayList<>();

        new ScreenSimulator(2)
                .write(
                        temporary.resolve("screen"),
                        temporary.resolve("truth.csv"),
                        Screens.tiny(1),
                        (sites, of) -> seen.add(100 * sites / of));

        assertThat(seen).isSorted().endsWith(100);
    }

    @Test
    void aFolderThatHoldsAnythingIsRefused() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("screen"));
        Files.writeString(folder.resolve("notes.txt"), "mine");

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> written("screen", Screens.tiny(3), 1))
                .withMessageContaining("is not empty");
    }

    @Test
    void aTruthFileInsideTheScreenIsRefused() {
        Path folder = temporary.resolve("screen");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScreenSimulator(1)
                        .write(folder, folder.resolve("truth.csv"), Screens.tiny(1), (sites, of) -> {}))
                .withMessageContaining("expected it outside");
    }

    private Path written(String name, SimulationSpec spec, int threads) throws IOException, InterruptedException {
        Path folder = temporary.resolve(name);
        new ScreenSimulator(threads).write(folder, temporary.resolve(name + "-truth.csv"), spec, (sites, of) -> {});
        return folder;
    }

    private static Map<String, byte[]> filesOf(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }

    private static List<String> chunksOf(byte[] png) {
        List<String> chunks = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(png, 8, png.length - 8);
        while (bytes.hasRemaining()) {
            int length = bytes.getInt();
            byte[] type = new byte[4];
            bytes.get(type);
            chunks.add(new String(type, StandardCharsets.US_ASCII));
            bytes.position(bytes.position() + length + 4);
        }
        return chunks;
    }
}
