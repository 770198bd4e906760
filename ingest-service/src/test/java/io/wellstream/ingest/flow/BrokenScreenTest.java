package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.ingest.problem.Problem;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.ObjectKey;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Problems of a screen are reported, and the rest of the screen is ingested. */
class BrokenScreenTest {
    private static final int WELLS = 8;

    private final InMemoryIngest ingest = new InMemoryIngest();
    private final Path folder;

    BrokenScreenTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Arguments> brokenImages() {
        return Stream.of(
                broken(
                        "a missing channel",
                        screen -> screen.delete(SmallScreen.image("B05", 2, 4)),
                        "the file is missing"),
                broken(
                        "a truncated file",
                        screen -> screen.replace(
                                SmallScreen.image("B05", 2, 4),
                                Arrays.copyOf(screen.bytes(SmallScreen.image("B05", 2, 4)), 200)),
                        "truncated"),
                broken(
                        "16 bits",
                        screen -> screen.replace(
                                SmallScreen.image("B05", 2, 4), SmallScreen.otherPng(BufferedImage.TYPE_USHORT_GRAY)),
                        "16-bit grey PNG; expected 8-bit grey"),
                broken(
                        "colours",
                        screen -> screen.replace(SmallScreen.image("B05", 2, 4), SmallScreen.colouredPng()),
                        "the PNG is in colour: it has a pixel of red 0, green 0, blue 9"),
                broken(
                        "another size",
                        screen -> screen.replace(SmallScreen.image("B05", 2, 4), SmallScreen.flatPng(16)),
                        "16x16 pixels; expected 32x32 as the rest of the screen"),
                broken(
                        "no PNG",
                        screen -> screen.replace(SmallScreen.image("B05", 2, 4), new byte[] {1, 2, 3}),
                        "not a PNG"));
    }

    private static Arguments broken(String what, Consumer<SmallScreen> breakIt, String said) {
        return Arguments.of(what, breakIt, said);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenImages")
    void aBrokenImageIsNamedAndTheRestIsIngested(String what, Consumer<SmallScreen> breakIt, String said) {
        SmallScreen screen = SmallScreen.write(folder);
        breakIt.accept(screen);

        IngestFinished finished = ingest.run("one", folder);

        Problem problem = ingest.progress().problems().getFirst();
        assertThat(ingest.progress().problems()).hasSize(1);
        assertThat(problem.place())
                .isEqualTo(new Problem.Place(SmallScreen.image("B05", 2, 4), "train.csv", 4, "HUVEC-01/1/B05", 2, 4));
        assertThat(problem.toString()).contains(said);
        WellIngested well = well("HUVEC-01/1/B05");
        assertThat(well.getSitesList()).singleElement().satisfies(site -> assertThat(site.getSite())
                .isEqualTo(1));
        assertThat(well.getFailedSitesList()).singleElement().satisfies(site -> {
            assertThat(site.getSite()).isEqualTo(2);
            assertThat(site.getChannel()).isEqualTo(4);
        });
        assertThat(finished.getWellsPublished()).isEqualTo(WELLS);
        assertThat(finished.getSitesFailed()).isEqualTo(1);
        assertThat(finished.getProblems()).isEqualTo(1);
        assertThat(ingest.store.keys())
                .noneMatch(key -> key.path().contains("B05_s2") || key.path().contains("B05/s2"));
        assertThat(text(new ObjectKey(finished.getReportKey())))
                .contains("\"row\" : 4", "\"channel\" : 4", said.split(";", -1)[0]);
    }

    @Test
    void aWellWithoutAWholeSiteFailsAndIsNotPublished() {
        SmallScreen screen = SmallScreen.write(folder);
        screen.delete(SmallScreen.image("B05", 1, 1));
        screen.delete(SmallScreen.image("B05", 2, 6));

        IngestFinished finished = ingest.run("one", folder);

        assertThat(finished.getWellsFailed()).isEqualTo(1);
        assertThat(finished.getWellsPublished()).isEqualTo(WELLS - 1);
        assertThat(ingest.wells()).doesNotContainKey("small/HUVEC-01/1/B05");
    }

    @Test
    void badRowsAndBadImagesAreListedTogether() {
        SmallScreen screen = SmallScreen.write(folder);
        screen.appendToTrain("HUVEC-01_1_Z99,HUVEC-01,1,Z99,7");
        screen.appendToTrain("HUVEC-01_1_B03,HUVEC-01,1,B03,3");
        screen.delete(SmallScreen.image("B05", 2, 4));

        IngestFinished finished = ingest.run("one", folder);

        assertThat(finished.getProblems()).isEqualTo(3);
        assertThat(finished.getWellsPublished()).isEqualTo(WELLS);
        assertThat(text(new ObjectKey(finished.getReportKey())))
                .contains("impossible well 'Z99'", "duplicate id_code HUVEC-01_1_B03", "the file is missing");
    }

    private WellIngested well(String id) {
        return Optional.ofNullable(ingest.wells().get("small/" + id)).orElseThrow();
    }

    private byte[] read(ObjectKey key) {
        return ingest.store.read(key).orElseThrow().bytes();
    }

    private String text(ObjectKey key) {
        return new String(read(key), StandardCharsets.UTF_8);
    }
}
