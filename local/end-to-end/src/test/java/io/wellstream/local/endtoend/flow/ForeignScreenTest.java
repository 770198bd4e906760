package io.wellstream.local.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.endtoend.support.Commands;
import io.wellstream.local.endtoend.support.ForeignScreen;
import io.wellstream.local.endtoend.support.ServedRun;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.proto.v1.RunSpecification;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real 16-bit TIFF images of another laboratory: described, ingested, looked at, trained on, predicted, and written as a table. */
class ForeignScreenTest {
    private static final String DATASET = "foreign";

    private final Path root;
    private final Path screen;
    private final Commands commands;

    ForeignScreenTest(@TempDir Path root) {
        this.root = root;
        this.screen = root.resolve("screen");
        this.commands = new Commands(root.resolve("data"));
    }

    @Test
    void sixteenBitImagesGoFromTheirFilesToATableOfProfiles() throws Exception {
        Optional<Path> images = ForeignScreen.images();
        assumeTrue(images.isPresent(), "skipped: no ../shared/data/foreign and no FOREIGN_REFERENCE_DIR");
        ForeignScreen.write(images.orElseThrow(), screen);
        LocalConfig config = LocalConfig.of(commands.data()).withIngestRoots(List.of(root));
        try (LocalSystem system = LocalSystem.start(config)) {
            describedAndIngested();
            trained(SystemClient.of(system.endpoints()));

            assertThat(commands.run("predict", "--dataset", DATASET, "week-1/P1/C02"))
                    .contains("week-1/P1/C02  (1 sites, model run)", "knockout");
            looksLikeCells();
            profiles();
        }
    }

    private void describedAndIngested() throws Exception {
        String yaml = screen.resolve("screen.yaml").toString();
        commands.run(
                "describe",
                screen.toString(),
                "--out",
                yaml,
                "--picture",
                root.resolve("site.png").toString());
        assertThat(Files.readString(Path.of(yaml))).contains("bit-depth: 16", "negative: [\"DMSO\"]");
        commands.run("ingest", screen.toString(), "--dataset", DATASET);
    }

    private static void trained(SystemClient client) throws InterruptedException {
        RunSpecification run = SmallScreen.run(3).toBuilder()
                .setDataset(DATASET)
                .setCellType("schwann")
                .build();
        ServedRun.train(client, run);
    }

    /** The picture of a site is neither black nor white: the levels of the screen fit its images. */
    private void looksLikeCells() throws Exception {
        Path file = root.resolve("look.png");
        commands.run("look", "--dataset", DATASET, "--plate", "week-1/P1", "--out", file.toString());
        assertThat(ImageIO.read(file.toFile()).getWidth()).isPositive();
        BufferedImage site = ImageIO.read(root.resolve("site.png").toFile());
        int[] brightest = new int[site.getWidth() * site.getHeight()];
        for (int i = 0; i < brightest.length; i++) {
            int rgb = site.getRGB(i % site.getWidth(), i / site.getWidth());
            brightest[i] = Math.max((rgb >> 16) & 0xff, Math.max((rgb >> 8) & 0xff, rgb & 0xff));
        }
        assertThat(Arrays.stream(brightest).average().orElseThrow()).isBetween(10.0, 200.0);
        assertThat(Arrays.stream(brightest).max().orElseThrow()).isGreaterThan(200);
    }

    private void profiles() throws Exception {
        Path parquet = root.resolve("profiles.parquet");
        Path csv = root.resolve("sites.csv");
        Path map = root.resolve("map.csv");

        assertThat(commands.run("profiles", "--dataset", DATASET, "--out", parquet.toString(), "--align", "controls"))
                .startsWith("24 wells with ");
        assertThat(commands.run("profiles", "--dataset", DATASET, "--out", csv.toString(), "--per", "site"))
                .startsWith("24 sites with ");
        assertThat(Commands.alone("map", parquet.toString(), "--out", map.toString()))
                .contains("of 2 groups are retrieved better than by chance");

        List<String> sites = Files.readAllLines(csv);
        assertThat(sites).hasSize(25);
        assertThat(sites.getFirst())
                .startsWith("Metadata_Batch,Metadata_Plate,Metadata_Well,Metadata_Treatment,Metadata_pert_type")
                .contains("Metadata_Site,Cells_Embedding_0001,");
        assertThat(sites.get(1)).startsWith("week-1,P1,C02,knockout,trt,schwann,train,");
        assertThat(Files.readAllLines(map)).hasSize(3);
    }
}
