package io.wellstream.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.ingest.pixels.tiff.TiffWriter;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example of docs/screens.md is made as a folder, with the blocks of that page, and ingested. */
class ScreenExamplesTest {
    private static final Pattern BLOCK =
            Pattern.compile("```(?<kind>[a-z]+)(?<path>[^\\n]*)\\n(?<text>.*?)```", Pattern.DOTALL);
    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");

    private final InMemoryIngest ingest = new InMemoryIngest();
    private final Path folder;

    ScreenExamplesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aTableOfWells() throws IOException {
        assertThat(wells("a table of wells"))
                .containsExactly(
                        "pilot-01/BR00117035/B02 A549 NEGATIVE_CONTROL DMSO TRAIN [1, 2]",
                        "pilot-01/BR00117035/B03 A549 TREATMENT aspirin @ 5 uM TRAIN [1, 2]",
                        "pilot-01/BR00117035/B04 A549 TREATMENT aspirin @ 10 uM TRAIN [1, 2]",
                        "pilot-01/BR00117036/B02 A549 POSITIVE_CONTROL staurosporine TRAIN [1]");
        assertThat(ingest.progress().notes())
                .singleElement()
                .asString()
                .contains("pilot-01/BR00117036: no well of the plate has site '2'");
    }

    @Test
    void jumpsLoadData() throws IOException {
        assertThat(wells("JUMP's load_data.csv"))
                .containsExactly(
                        "2021-04-26/BR00117035/A01 U2OS NEGATIVE_CONTROL negcon TRAIN [1]",
                        "2021-04-26/BR00117035/A02 U2OS TREATMENT BSYNRYMUTXBXSQ TRAIN [1, 5]");
    }

    @Test
    void jumpsTablesJoined() throws IOException {
        assertThat(wells("JUMP's tables, joined"))
                .containsExactly(
                        "2020_11_04_CPJUMP1/BR00117010/A01 U2OS TREATMENT quinidine TRAIN [1]",
                        "2020_11_04_CPJUMP1/BR00117010/A02 U2OS NEGATIVE_CONTROL dimethyl sulfoxide TRAIN [1, 2]",
                        "2020_11_04_CPJUMP1/BR00117011/A01 U2OS TREATMENT quinidine TRAIN [1]");
        assertThat(ingest.progress().notes()).isEmpty();
    }

    @Test
    void harmonysIndex() throws IOException {
        assertThat(wells("Harmony's index"))
                .containsExactly(
                        "screen-7/P1/B03 HepG2 NEGATIVE_CONTROL DMSO TRAIN [1]",
                        "screen-7/P1/B04 HepG2 TREATMENT nocodazole TRAIN [1]");
        assertThat(ingest.progress().notes())
                .singleElement()
                .asString()
                .contains("r02c03f01p01-ch1sk1fk1fl1.tiff: no row names the image"); // of a plane that is left out
    }

    @Test
    void anOperettaExport() throws IOException {
        assertThat(wells("an Operetta export"))
                .containsExactly(
                        "screen-7/P1/B03 HepG2 NEGATIVE_CONTROL DMSO TRAIN [1, 2, 3, 4]",
                        "screen-7/P1/B04 HepG2 TREATMENT nocodazole TRAIN [1, 2, 3, 4]",
                        "screen-7/P2/B04 HepG2 TREATMENT (nocodazole) TEST [1, 2]");
    }

    @Test
    void anImageXpressPlate() throws IOException {
        assertThat(wells("an ImageXpress plate"))
                .containsExactly(
                        "week22/22123/C05 MCF7 POSITIVE_CONTROL taxol TRAIN [1, 2]",
                        "week22/22123/C06 MCF7 NEGATIVE_CONTROL neg TRAIN [1, 2]",
                        "week22/22123/C07 MCF7 TREATMENT cytochalasin TRAIN [1, 2]");
    }

    @Test
    void aRowPerImage() throws IOException {
        assertThat(wells("CellProfiler, a row per image"))
                .containsExactly(
                        "crispr-3/1/D04 HeLa NEGATIVE_CONTROL scrambled TRAIN [1]",
                        "crispr-3/1/D05 HeLa TREATMENT KIF11 TRAIN [1]");
    }

    @Test
    void sixteenBitStacks() throws IOException {
        assertThat(wells("16-bit stacks"))
                .containsExactly(
                        "pilot-02/P7/C03 U2OS NEGATIVE_CONTROL DMSO TRAIN [1, 2]",
                        "pilot-02/P7/C04 U2OS TREATMENT colchicine TRAIN [1, 2]");
    }

    private List<String> wells(String example) throws IOException {
        make(example);
        IngestFinished finished = ingest.run("one", folder);
        assertThat(ingest.progress().problems()).isEmpty();
        assertThat(ingest.run("two", folder).getObjectsPut()).isZero();
        assertThat(finished.getWellsFailed()).isZero();
        return ingest.wells().values().stream().map(ScreenExamplesTest::line).toList();
    }

    /** A truth that only reports read is in brackets. */
    private static String line(WellIngested well) {
        String plate = well.getWell().getPlate() == 0
                ? well.getWell().getPlateName()
                : String.valueOf(well.getWell().getPlate());
        return well.getWell().getExperiment() + "/" + plate + "/"
                + well.getWell().getWell() + " " + well.getCellType()
                + " " + well.getRole().name().replace("WELL_ROLE_", "") + " "
                + (well.getTruth().isEmpty() ? well.getLabel() : "(" + well.getTruth() + ")") + " "
                + well.getSubset().name().replace("SUBSET_", "") + " "
                + well.getSitesList().stream().map(IngestedSite::getSite).toList();
    }

    private void make(String example) throws IOException {
        String page = Files.readString(docs().resolve("screens.md"));
        String section = page.substring(page.indexOf("### Example: " + example + "\n") + 1);
        int next = section.indexOf("\n### ");
        Matcher block = BLOCK.matcher(next < 0 ? section : section.substring(0, next));
        String table = "";
        while (block.find()) {
            switch (block.group("kind")) {
                case "yaml" -> {
                    write("screen.yaml", block.group("text"));
                    Matcher file = Pattern.compile("file: (\\S+\\.csv)").matcher(block.group("text"));
                    table = file.find() ? file.group(1) : "";
                }
                case "text" -> {
                    for (String line : block.group("text").lines().toList()) {
                        for (String path : expanded(line)) {
                            image(folder.resolve(path));
                        }
                    }
                }
                default ->
                    write(
                            block.group("path").isEmpty()
                                    ? table
                                    : block.group("path").substring(1),
                            block.group("text"));
            }
        }
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Path docs() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("docs")) ? here.resolve("docs") : here.resolveSibling("docs");
    }

    /** As a shell expands {@code a{1,2}}. */
    private static List<String> expanded(String line) {
        Matcher braces = BRACES.matcher(line);
        if (!braces.find()) {
            return List.of(line);
        }
        List<String> all = new ArrayList<>();
        for (String one : braces.group(1).split(",", -1)) {
            all.addAll(expanded(line.substring(0, braces.start()) + one + line.substring(braces.end())));
        }
        return all;
    }

    private static void image(Path file) throws IOException {
        Random random = new Random(file.toString().hashCode());
        if (file.toString().contains(".tif")) {
            Files.createDirectories(file.getParent());
            Files.write(file, file.toString().endsWith(".tiff") ? page(random) : stack(random));
            return;
        }
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            image.getRaster().setSample(i % 16, i / 16, 0, random.nextInt(256));
        }
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private static byte[] page(Random random) {
        return new TiffWriter(false, ByteOrder.LITTLE_ENDIAN)
                .page(16, 16, random.ints(256, 0, 20_000).toArray(), false, true)
                .write();
    }

    /** A stack of two pages. */
    private static byte[] stack(Random random) {
        return new TiffWriter(false, ByteOrder.LITTLE_ENDIAN)
                .page(16, 16, random.ints(256, 0, 20_000).toArray(), false, true)
                .page(16, 16, random.ints(256, 0, 40_000).toArray(), false, true)
                .write();
    }
}
