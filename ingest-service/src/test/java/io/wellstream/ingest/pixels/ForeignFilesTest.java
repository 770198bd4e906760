package io.wellstream.ingest.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.GreyImage;
import io.wellstream.ingest.describe.Describer;
import io.wellstream.ingest.describe.Proposal;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.flow.InMemoryIngest;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.WellIngested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of other instruments and writers, compared with what their own readers see. */
class ForeignFilesTest {
    private final Path copy;

    ForeignFilesTest(@TempDir Path copy) {
        this.copy = copy;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "big-endian.tif",
                "bigtiff.tif",
                "gray16.png",
                "gray8.png",
                "offset-32768.tif",
                "ome-6-channels.ome.tif",
                "pages-6-channels.tif",
                "pyramid.ome.tif",
                "rgb-equal.png",
                "strips-deflate-predictor.tif",
                "strips-deflate.tif",
                "strips-lzw-predictor.tif",
                "strips-none.tif",
                "tiles-lzw.tif",
                "twelve-bit-in-sixteen.tif",
                "with-text.png"
            })
    void aFileIsReadAsItsWriterReadsIt(String name) throws IOException, BadImageException {
        JsonNode values = values(name);
        ImageFile file = ImageFile.of(bytes("variants/" + name));

        long sum = 0;
        long pixels = 0;
        int min = Integer.MAX_VALUE;
        int max = 0;
        for (int page = 1; page <= file.pages(); page++) {
            GreyImage image = file.page(page);
            assertThat(image.bits()).isEqualTo(values.get("dtype").asText().equals("uint8") ? 8 : 16);
            pixels += image.size();
            for (int i = 0; i < image.size(); i++) {
                sum += image.at(i);
                min = Math.min(min, image.at(i));
                max = Math.max(max, image.at(i));
            }
        }

        boolean pages =
                values.get("shape").size() == 3 && values.get("shape").get(0).asInt() == 6;
        assertThat(file.pages()).isEqualTo(pages ? 6 : 1);
        assertThat(min).isEqualTo(values.get("min").asInt());
        assertThat(max).isEqualTo(values.get("max").asInt());
        assertThat((double) sum / pixels).isCloseTo(values.get("mean").asDouble(), within(1e-4));
    }

    @Test
    void whiteAsZeroIsInverted() throws IOException, BadImageException {
        GreyImage inverted = ImageFile.of(bytes("variants/min-is-white.tif")).page(1);
        GreyImage usual = ImageFile.of(bytes("variants/strips-none.tif")).page(1);

        for (int i = 0; i < usual.size(); i++) {
            assertThat(inverted.at(i)).isEqualTo(usual.at(i));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "float32.tif      | floating-point 32-bit TIFF",
                "jpeg2000.tif     | JPEG 2000 compression",
                "tiles-zstd.tif   | Zstandard compression",
                "truncated.tif    | truncated",
                "rgb-colour.png   | in colour",
                "gray.jp2         | not a PNG"
            })
    void whatIsNotReadIsRefusedWithTheReason(String name, String reason) throws IOException {
        byte[] bytes = bytes("variants/" + name);

        assertThatExceptionOfType(BadImageException.class)
                .isThrownBy(() -> ImageFile.of(bytes).page(1))
                .withMessageContaining(reason);
    }

    @Test
    void anOperettaPlateIsDescribedAndIngested() throws IOException {
        copy("operetta", "P1/Images");
        Files.writeString(copy.resolve("wells.csv"), "plate,well,gene\nP1,C03,DMSO\n");

        WellIngested well = ingested().getFirst();

        assertThat(well.getSitesList()).singleElement().satisfies(site -> {
            assertThat(site.getSite()).isEqualTo(3);
            assertThat(site.getImagesCount()).isEqualTo(6);
            assertThat(site.getWidth()).isEqualTo(1_080);
            assertThat(site.getSixteenBits()).isTrue();
            assertThat(site.getImagesList()).allSatisfy(image -> {
                assertThat(image.getMean()).isBetween(256f, 32_767f);
                assertThat(image.getMax()).isGreaterThan(image.getMin() + 256);
            });
        });
    }

    @Test
    void platesWithStainsInTheirNamesAreDescribedAndIngested() throws IOException {
        copy("nf1", "");
        Files.writeString(copy.resolve("wells.csv"), "plate,well,gene\nP1,D6,NF1\nP1,D7,negative\n");

        List<WellIngested> wells = ingested();

        assertThat(wells).hasSize(2).allSatisfy(well -> {
            assertThat(well.getSites(0).getHeight()).isEqualTo(904);
            assertThat(well.getSites(0).getImagesList()).hasSize(3).allSatisfy(ForeignFilesTest::isWellExposed);
        });
    }

    private static void isWellExposed(IngestedImage image) {
        assertThat(image.getWhite()).isGreaterThan(image.getBlack());
        assertThat(image.getMean()).isBetween(5f, 200f);
        assertThat(image.getMax()).isEqualTo(255);
    }

    /** Ingests the copy with what is proposed for it. */
    private List<WellIngested> ingested() throws IOException {
        Proposal proposal;
        try (SourceFiles files = SourceFiles.ofFolder(copy, List.of(Path.of("/")))) {
            proposal = Describer.describe(files, 16L << 20);
        }
        Files.writeString(copy.resolve("screen.yaml"), proposal.yaml());
        InMemoryIngest ingest = new InMemoryIngest();
        assertThat(ingest.run("one", copy).getProblemGroupsList()).isEmpty();
        return List.copyOf(ingest.wells().values());
    }

    private void copy(String folder, String target) throws IOException {
        Path to = Files.createDirectories(copy.resolve(target));
        try (Stream<Path> files = Files.list(ForeignData.folder().resolve(folder))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static byte[] bytes(String path) throws IOException {
        return Files.readAllBytes(ForeignData.folder().resolve(path));
    }

    private static JsonNode values(String name) throws IOException {
        return new ObjectMapper().readTree(bytes("variants/values.json")).get(name);
    }
}
