package io.wellstream.ingest.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.GreyImage;
import io.wellstream.ingest.describe.Describer;
import io.wellstream.ingest.describe.Proposal;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.flow.InMemoryIngest;
import io.wellstream.ingest.pixels.ForeignData;
import io.wellstream.ingest.pixels.ImageFile;
import io.wellstream.proto.v1.WellIngested;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZarrFilesTest {
    private static final long MOST = 1 << 20;

    private final Path folder;

    ZarrFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({
        "false, none, false",
        "false, zlib, false",
        "false, gzip, true",
        "false, zstd, false",
        "true, none, true",
        "true, gzip, false",
        "true, zstd, false"
    })
    void planesAreFiles(boolean third, String codec, boolean bigEndian) throws Exception {
        plate("plate.zarr", third, codec, bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        try (SourceFiles files = files(folder)) {
            List<String> images = new ArrayList<>();
            files.forEach(images::add);
            images.removeIf(path -> !path.endsWith(".tif"));

            assertThat(images)
                    .hasSize(8)
                    .contains("plate.zarr/B03_s1_w1.tif", "plate.zarr/C10_s2_w2.tif")
                    .allMatch(files::has);
            assertThat(files.has("plate.zarr/B03_s1_w3.tif")).isFalse();
            assertThat(files.read("plate.zarr/B04_s1_w1.tif", MOST)).isEmpty();
            assertPlane(image(files, "plate.zarr/B03_s1_w1.tif"), "B03", 1, 1);
            assertPlane(image(files, "plate.zarr/C10_s2_w2.tif"), "C10", 2, 2);
        }
    }

    @Test
    void aWholeScreenMayBeAPlate() throws Exception {
        plate("", false, "zlib", ByteOrder.LITTLE_ENDIAN);
        try (SourceFiles files = files(folder)) {
            assertPlane(image(files, "C10_s1_w2.tif"), "C10", 1, 2);
        }
    }

    @Test
    void aChunkWithoutAFileHasTheFillValue() throws Exception {
        plate("plate.zarr", true, "zstd", ByteOrder.LITTLE_ENDIAN);
        Files.delete(folder.resolve("plate.zarr/B/3/0/0/c/0/1/0/1/2"));
        try (SourceFiles files = files(folder)) {
            GreyImage image = image(files, "plate.zarr/B03_s1_w2.tif");

            assertThat(image.at(8 * SmallPlate.WIDTH + 16)).isEqualTo(77);
            assertThat(image.at(7 * SmallPlate.WIDTH + 16)).isEqualTo(SmallPlate.level("B03", 1, 2, 16, 7));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"uint16\"                | \"float32\"             | levels of type 'float32'",
                "[1, 2, 1, 12, 20]       | [1, 2, 5, 12, 20]     | has 5 planes along axis z",
                "[1, 2, 1, 12, 20]       | [1, 2, 1, 12, 99999]  | planes of 99999x12",
                "[1, 1, 1, 8, 8]         | [1, 1, 1, 9999, 9999] | chunks of 199960002 bytes",
                "[1, 1, 1, 8, 8]         | [1, 1, 0, 8, 8]       | impossible sizes",
                "\"zstd\"                  | \"sharding_indexed\"    | stored with 'sharding_indexed'",
                "\"zstd\"                  | \"gzip\"                | is damaged",
                "\"zarr_format\"|{|is not JSON",
            })
    void whatIsNotReadIsRefusedWithTheReason(String from, String to, String reason) throws IOException {
        plate("plate.zarr", true, "zstd", ByteOrder.LITTLE_ENDIAN);
        Path array = folder.resolve("plate.zarr/B/3/0/" + (from.contains("zarr_format") ? "" : "0/") + "zarr.json");
        String text = Files.readString(array);
        assertThat(text).contains(from);
        Files.writeString(array, text.replace(from, to));
        try (SourceFiles files = files(folder)) {
            assertThat(files.has("plate.zarr/B03_s1_w1.tif")).isTrue();
            assertThatExceptionOfType(BadFileException.class)
                    .isThrownBy(() -> files.read("plate.zarr/B03_s1_w1.tif", MOST))
                    .withMessageContaining(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../../secret", "/etc", "a/b"})
    void aPathOutOfTheWellIsRefused(String path) throws IOException {
        plate("plate.zarr", false, "none", ByteOrder.LITTLE_ENDIAN);
        Files.writeString(
                folder.resolve("plate.zarr/B/3/.zattrs"), "{\"well\": {\"images\": [{\"path\": \"" + path + "\"}]}}");
        try (SourceFiles files = files(folder)) {
            assertThatExceptionOfType(BadFileException.class)
                    .isThrownBy(() -> files.read("plate.zarr/B03_s1_w1.tif", MOST))
                    .withMessageContaining("names its image '" + path + "'");
        }
    }

    @Test
    void aPlateIsIngested() throws IOException {
        plate("BR1.zarr", true, "zstd", ByteOrder.LITTLE_ENDIAN);
        Files.writeString(folder.resolve("wells.csv"), "plate,well,compound\nBR1,B3,DMSO\nBR1,C10,taxol\n");
        Files.writeString(folder.resolve("screen.yaml"), """
                name: zarr
                images: "{plate}.zarr/{well}_s{site}_w{channel}.tif"
                bit-depth: 16
                channels:
                  - {number: 1, stain: DNA, black: 0, white: 32767}
                  - {number: 2, stain: ER, black: 0, white: 32767}
                sites: 2
                table:
                  file: wells.csv
                  columns: {plate: plate, well: well, label: compound}
                  constants: {experiment: pilot-03, cell-type: U2OS}
                  controls: {negative: [DMSO]}
                """);
        InMemoryIngest ingest = new InMemoryIngest();

        assertThat(ingest.run("one", folder).getProblemGroupsList()).isEmpty();
        assertThat(ingest.wells().values())
                .extracting(WellIngested::getLabel, WellIngested::getSitesCount)
                .containsExactly(tuple("DMSO", 2), tuple("taxol", 2));
        assertThat(ingest.run("two", folder).getObjectsPut()).isZero();
    }

    /** Each field of the plates, as ome-zarr wrote them, is a square of a real field of an Operetta. */
    @ParameterizedTest
    @ValueSource(strings = {"plate-0.4.zarr", "plate-0.5.zarr"})
    void aPlateOfOmeZarrIsReadAsItsWriterWroteIt(String name) throws Exception {
        Path data = ForeignData.folder();
        Map<String, Integer> corners = Map.of("A01_s1", 100, "A01_s2", 300, "B02_s1", 150, "B02_s2", 350);
        try (SourceFiles files = files(data.resolve("variants"))) {
            for (int channel = 1; channel <= 6; channel++) {
                Path file = data.resolve("operetta/r03c03f03p01-ch" + channel + "sk1fk1fl1.tiff");
                GreyImage whole = ImageFile.of(Files.readAllBytes(file)).page(1);
                for (Map.Entry<String, Integer> corner : corners.entrySet()) {
                    String path = name + "/" + corner.getKey() + "_w" + channel + ".tif";
                    assertSquare(image(files, path), whole, corner.getValue());
                }
            }
        }
    }

    private static void assertSquare(GreyImage square, GreyImage whole, int corner) {
        assertThat(square.width()).isEqualTo(128);
        for (int i = 0; i < square.size(); i++) {
            int y = corner + i / 128;
            int x = corner + i % 128;
            assertThat(square.at(i)).isEqualTo(whole.at(y * whole.width() + x));
        }
    }

    @Test
    void aPlateIsDescribed() throws IOException {
        plate("BR1.zarr", false, "gzip", ByteOrder.LITTLE_ENDIAN);
        Files.writeString(folder.resolve("wells.csv"), "plate,well,compound\nBR1,B3,DMSO\nBR1,C10,taxol\n");
        try (SourceFiles files = files(folder)) {
            Proposal proposal = Describer.describe(files, MOST);

            assertThat(proposal.yaml())
                    .contains("images: \"{plate}.zarr/{well}_s{site}_w{channel}.tif\"", "bit-depth: 16");
            assertThat(proposal.site()).hasSize(2);
            Files.writeString(folder.resolve("screen.yaml"), proposal.yaml());
        }
        assertThat(new InMemoryIngest().run("one", folder).getProblemGroupsList())
                .isEmpty();
    }

    private static void assertPlane(GreyImage image, String well, int field, int channel) {
        assertThat(image.bits()).isEqualTo(16);
        assertThat(image.width()).isEqualTo(SmallPlate.WIDTH);
        assertThat(image.height()).isEqualTo(SmallPlate.HEIGHT);
        for (int i = 0; i < image.size(); i++) {
            assertThat(image.at(i))
                    .isEqualTo(SmallPlate.level(well, field, channel, i % SmallPlate.WIDTH, i / SmallPlate.WIDTH));
        }
    }

    private static GreyImage image(SourceFiles files, String path) throws BadFileException, BadImageException {
        return ImageFile.of(files.read(path, MOST).orElseThrow()).page(1);
    }

    private void plate(String name, boolean third, String codec, ByteOrder order) throws IOException {
        new SmallPlate(folder.resolve(name), third, codec, order).write();
    }

    private static SourceFiles files(Path folder) {
        return new ZarrFiles(SourceFiles.ofFolder(folder, List.of(Path.of("/"))));
    }
}
