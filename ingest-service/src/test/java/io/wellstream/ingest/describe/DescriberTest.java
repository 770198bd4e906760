package io.wellstream.ingest.describe;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.flow.InMemoryIngest;
import io.wellstream.ingest.pixels.tiff.TiffWriter;
import io.wellstream.proto.v1.WellIngested;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is proposed for a folder can be ingested as it is. */
class DescriberTest {
    private final Path folder;

    DescriberTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aPlateOfAnImageXpress() throws IOException {
        for (String well : List.of("B02", "B03")) {
            for (int site = 1; site <= 2; site++) {
                image("BR1/TimePoint_1/" + well + "_s" + site + "_w1A1B2.png");
                image("BR1/TimePoint_1/" + well + "_s" + site + "_w2C3D4.png");
                image("BR2/TimePoint_1/" + well + "_s" + site + "_w1E5F6.png");
                image("BR2/TimePoint_1/" + well + "_s" + site + "_w2G7H8.png");
            }
        }
        table("map.csv", """
                Barcode;Well;Compound;Conc
                BR1;B2;DMSO;
                BR1;B3;taxol;5
                BR2;B2;DMSO;
                BR2;B3;taxol;10
                """);

        Proposal proposal = propose();

        assertThat(proposal.yaml())
                .contains("images: \"{plate}/TimePoint_1/{well}_s{site}_w{channel}{*}.png\"")
                .contains("negative: [\"DMSO\"]", "dose: \"Conc\"", "sites: 2");
        assertThat(proposal.site()).hasSize(2);
        assertThat(proposal.questions())
                .anyMatch(question -> question.startsWith("Which cell type"))
                .anyMatch(question -> question.startsWith("Which plates were processed together"))
                .anyMatch(question -> question.startsWith("What does each channel show"));
        assertThat(ingested(proposal)).containsExactly("DMSO", "taxol @ 5", "DMSO", "taxol @ 10");
    }

    @Test
    void anOperettaExport() throws IOException {
        for (int plate = 1; plate <= 2; plate++) {
            for (int column = 2; column <= 3; column++) {
                for (int channel = 1; channel <= 3; channel++) {
                    image("P%d/Images/r02c%02df01p01-ch%dsk1fk1fl1.png".formatted(plate, column, channel));
                }
            }
        }
        table("plates.csv", """
                plate,row,column,gene,control_type
                P1,2,2,KIF11,
                P1,2,3,,neg
                P2,2,2,KIF11,
                P2,2,3,,neg
                """);

        Proposal proposal = propose();

        assertThat(proposal.yaml())
                .contains("images: \"{plate}/Images/r{row:02}c{column:02}f{site:02}p01-ch{channel}sk1fk1fl1.png\"");
        assertThat(ingested(proposal)).containsExactly("KIF11", "neg", "KIF11", "neg");
    }

    @Test
    void thePlateIsAPlaceholderWhenThereIsOne() throws IOException {
        image("BR00117035/Images/r02c02f01p01-ch1.png");
        image("BR00117035/Images/r02c03f01p01-ch1.png");
        table("map.csv", """
                Barcode,Well,Compound
                BR00117035,B2,DMSO
                BR00117035,B3,taxol
                """);
        assertThat(propose().yaml()).contains("images: \"{plate}/Images/r{row:02}c{column:02}");
        assertThat(ingested(propose())).containsExactly("DMSO", "taxol");

        table("map.csv", """
                Well,Compound
                B2,DMSO
                B3,taxol
                """);
        assertThat(propose().yaml())
                .contains("images: \"{plate}/Images/r{row:02}c{column:02}", "plate: \"BR00117035\"");
        assertThat(ingested(propose())).containsExactly("DMSO", "taxol");
    }

    @Test
    void harmonysIndex() throws IOException {
        for (String plate : List.of("P1__2024", "P2__2024")) {
            StringBuilder images = new StringBuilder();
            for (int column = 2; column <= 3; column++) {
                for (int plane = 1; plane <= 3; plane++) {
                    String name = "r02c0" + column + "f01p0" + plane + "-ch1sk1fk1fl1.tiff";
                    images.append("<Image><URL>" + name + "</URL><Row>2</Row><Col>" + column
                            + "</Col><FieldID>1</FieldID><PlaneID>" + plane
                            + "</PlaneID><ChannelID>1</ChannelID><ChannelName>HOECHST</ChannelName></Image>");
                    Files.createDirectories(folder.resolve(plate + "/Images"));
                    Files.write(folder.resolve(plate + "/Images/" + name), page(plate + name));
                }
            }
            Files.writeString(
                    folder.resolve(plate + "/Images/Index.idx.xml"),
                    "<EvaluationInputData><Plates><Plate><Name>" + plate.substring(0, 2)
                            + "</Name></Plate></Plates><Images>" + images + "</Images></EvaluationInputData>");
        }
        assertThat(new InMemoryIngest().run("zero", folder).getProblemGroups(0).getCause())
                .contains("screen.yaml, which wellstream describe proposes from P1__2024/Images/Index.idx.xml");
        table("layout.csv", """
                plate,well,compound
                P1,B2,DMSO
                P1,B3,taxol
                P2,B2,DMSO
                P2,B3,nocodazole
                """);

        Proposal proposal = propose();

        assertThat(proposal.yaml())
                .contains("file: \"{*}/Images/Index.idx.xml\"", "where: {Plane: \"2\"}", "stain: \"HOECHST\"")
                .contains("keys: {Plate: \"plate\", Well: \"well\"}", "negative: [\"DMSO\"]", "bit-depth: 16");
        assertThat(proposal.questions())
                .contains("Which plane is the one to use? The index has 3; the screen takes 2 now.");
        assertThat(proposal.site())
                .singleElement()
                .extracting(Proposal.Image::path)
                .isEqualTo("P1__2024/Images/r02c02f01p02-ch1sk1fk1fl1.tiff");
        assertThat(ingested(proposal)).containsExactly("DMSO", "taxol", "DMSO", "nocodazole");
    }

    @Test
    void cellProfilersLoadData() throws IOException {
        image("raw/a1.png");
        image("raw/a2.png");
        table("load_data.csv", """
                Metadata_Batch,Metadata_Plate,Metadata_Well,Metadata_Site,Metadata_Compound,FileName_DNA,PathName_DNA,FileName_ER,PathName_ER
                week-1,BR1,A01,1,DMSO,a1.png,/data/raw,a2.png,/data/raw
                """);

        Proposal proposal = propose();

        assertThat(proposal.yaml()).contains("files: [\"FileName_DNA\", \"FileName_ER\"]", "stain: ER");
        assertThat(ingested(proposal)).containsExactly("DMSO");
    }

    @Test
    void illuminationFunctionsAreNoChannels() throws IOException {
        image("raw/a1.png");
        table("load_data_with_illum.csv", """
                Metadata_Batch,Metadata_Plate,Metadata_Well,Metadata_Site,Metadata_Compound,FileName_OrigDNA,PathName_OrigDNA,FileName_IllumDNA,PathName_IllumDNA
                week-1,BR1,A01,1,DMSO,a1.png,/data/raw,BR1_IllumDNA.npy,/data/illum
                """);

        Proposal proposal = propose();

        assertThat(proposal.yaml()).contains("files: [\"FileName_OrigDNA\"]").doesNotContain("FileName_IllumDNA");
        assertThat(ingested(proposal)).containsExactly("DMSO");
    }

    @Test
    void stacksOfSixteenBitPages() throws IOException {
        for (String well : List.of("B02", "B03")) {
            Files.write(folder.resolve(well + "_s1.ome.tif"), stack(well));
        }
        table("map.csv", """
                plate,well,compound
                1,B02,DMSO
                1,B03,taxol
                """);

        Proposal proposal = propose();

        assertThat(proposal.yaml())
                .contains("images: \"{well}_s{site}.ome.tif\"", "bit-depth: 16", "black: 33", "page: 2");
        assertThat(proposal.site()).hasSize(2);
        assertThat(proposal.questions())
                .anyMatch(question -> question.contains("levels 32,768 to 36,863")
                        && question.contains("as of a camera that adds 32,768, as of a 12-bit camera"));
        assertThat(ingested(proposal)).containsExactly("DMSO", "taxol");
    }

    @Test
    void sixteenBitsStayUnlessTheyHoldEight() throws IOException {
        table("map.csv", "plate,well,compound\n1,B02,DMSO\n1,B03,taxol\n");
        for (String well : List.of("B02", "B03")) {
            Files.write(folder.resolve(well + "_s1.tif"), page(well));
        }

        Proposal deep = propose();

        assertThat(deep.yaml())
                .contains("bit-depth: 16")
                .containsPattern("- \\{number: 1, stain: \"\"} # for 8 bits add black: [0-9]+, white: [0-9]+\\n");
        assertThat(deep.questions())
                .anyMatch(question -> question.startsWith("Is channel 1 to keep its 16 bits? It has levels 1")
                        && question.contains("as of a 12-bit camera")
                        && question.contains(". For 8 bits, add black: "));
        assertThat(ingested(deep)).containsExactly("DMSO", "taxol");

        for (String well : List.of("B02", "B03")) {
            int[] spread = new Random(well.hashCode())
                    .ints(1_024, 0, 256)
                    .map(grey -> 257 * grey)
                    .toArray();
            Files.write(folder.resolve(well + "_s1.tif"), TiffWriter.plain(32, 32, spread));
        }
        Files.delete(folder.resolve("screen.yaml"));

        assertThat(propose().yaml()).contains("bit-depth: 16", "{number: 1, stain: \"\", black: 0, white: 65535}");
    }

    private static byte[] page(String name) {
        int[] levels = new Random(name.hashCode()).ints(1_024, 100, 4_096).toArray();
        return new TiffWriter(false, ByteOrder.LITTLE_ENDIAN)
                .page(32, 32, levels, false, true)
                .write();
    }

    private static byte[] stack(String name) {
        Random random = new Random(name.hashCode());
        int[] offset = random.ints(1_024, 32_768, 36_864).toArray();
        offset[0] = 32_768;
        offset[1] = 36_863;
        return new TiffWriter(false, ByteOrder.BIG_ENDIAN)
                .page(32, 32, offset, false, true)
                .page(32, 32, random.ints(1_024, 5, 50_000).toArray(), true, true)
                .write();
    }

    @Test
    void whatCannotBeToldIsAsked() throws IOException {
        image("pictures/first.png");
        Files.writeString(folder.resolve("notes.txt"), "nothing to see\n");

        assertThat(propose().questions())
                .contains("What do the names of the images mean, e.g. pictures/first.png?")
                .contains("No CSV table has a column of wells: which treatment is in which well?");
    }

    private Proposal propose() {
        try (SourceFiles files = SourceFiles.ofFolder(folder, List.of(Path.of("/")))) {
            return Describer.describe(files, 16L << 20);
        }
    }

    private List<String> ingested(Proposal proposal) throws IOException {
        Files.writeString(folder.resolve("screen.yaml"), proposal.yaml());
        InMemoryIngest ingest = new InMemoryIngest();
        assertThat(ingest.run("one", folder).getProblemGroupsList()).isEmpty();
        return ingest.wells().values().stream().map(WellIngested::getLabel).toList();
    }

    private void table(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void image(String path) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        Random random = new Random(path.hashCode());
        for (int i = 0; i < 256; i++) {
            image.getRaster().setSample(i % 16, i / 16, 0, random.nextInt(256));
        }
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }
}
