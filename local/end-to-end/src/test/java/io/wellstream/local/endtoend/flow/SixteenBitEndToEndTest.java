package io.wellstream.local.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.endtoend.support.Commands;
import io.wellstream.local.endtoend.support.DimScreen;
import io.wellstream.local.endtoend.support.ServedRun;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.SitePlanes;
import io.wellstream.proto.v1.WellImages;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.wire.keys.WellKeys;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dim 16-bit TIFF images keep their 16 bits from their files to a prediction. */
class SixteenBitEndToEndTest {
    private static final int EPOCHS = 12;

    private final Path root;
    private final Path screen;
    private final Commands commands;

    SixteenBitEndToEndTest(@TempDir Path root) {
        this.root = root;
        this.screen = root.resolve("screen");
        this.commands = new Commands(root.resolve("data"));
    }

    @Test
    void aDimScreenIsDescribedIngestedTrainedOnAndPredicted() throws Exception {
        DimScreen.write(screen);
        LocalConfig config = LocalConfig.of(commands.data()).withIngestRoots(List.of(root));
        try (LocalSystem system = LocalSystem.start(config)) {
            describedAndIngested();
            trained(SystemClient.of(system.endpoints()));
            imagesAreAnsweredAsTheirWells(SystemClient.of(system.endpoints()));
            looksLikeSpots();
        }
    }

    private void describedAndIngested() throws Exception {
        Path yaml = screen.resolve("screen.yaml");
        commands.run("describe", screen.toString(), "--out", yaml.toString());
        assertThat(Files.readString(yaml)).contains("bit-depth: 16", "} # for 8 bits add black: 10");
        commands.run("ingest", screen.toString(), "--dataset", DimScreen.DATASET);
        assertThat(commands.run("stats", "--dataset", DimScreen.DATASET)).contains(",100,1"); // min and max
    }

    private static void trained(SystemClient client) throws InterruptedException {
        RunSpecification run = SmallScreen.run(EPOCHS).toBuilder()
                .setDataset(DimScreen.DATASET)
                .setCellType("dots")
                .setNormalization("sample")
                .build();
        ServedRun.train(client, run);
    }

    private static void imagesAreAnsweredAsTheirWells(SystemClient client) throws IOException {
        try (ScorerClient scorer = client.scorer()) {
            for (int column = 1; column <= 4; column++) {
                WellId well = WellId.parse("week-1/P1/C%02d".formatted(column));
                WellPrediction byId = scorer.predict(
                                request().addWells(WellKeys.of(well)).build())
                        .getPredictions(0);
                WellPrediction byImages = scorer.predict(
                                request().addImages(images(column)).build())
                        .getPredictions(0);
                assertThat(byId.getProbabilitiesCount()).isEqualTo(2);
                for (int i = 0; i < byId.getProbabilitiesCount(); i++) {
                    assertThat(byImages.getProbabilities(i)).isCloseTo(byId.getProbabilities(i), within(1e-5f));
                }
            }
        }
    }

    private static PredictRequest.Builder request() {
        return PredictRequest.newBuilder().setDataset(DimScreen.DATASET).setAllProbabilities(true);
    }

    private static WellImages images(int column) throws IOException {
        SitePlanes.Builder site = SitePlanes.newBuilder();
        for (int channel = 1; channel <= DimScreen.CHANNELS; channel++) {
            site.addChannels(ByteString.copyFrom(DimScreen.png(1, column, channel)));
        }
        return WellImages.newBuilder()
                .setName("mine")
                .setCellType("dots")
                .addSites(site)
                .build();
    }

    /** The picture is fitted to the levels that there are. */
    private void looksLikeSpots() throws Exception {
        Path file = root.resolve("look.png");
        commands.run("look", "--dataset", DimScreen.DATASET, "--plate", "week-1/P1", "--out", file.toString());
        BufferedImage picture = ImageIO.read(file.toFile());
        long bright = Stream.iterate(0, i -> i + 1)
                .limit((long) picture.getWidth() * picture.getHeight())
                .filter(i -> (picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) & 0xff) > 150)
                .count();
        assertThat(bright).isGreaterThan(1_000);
    }
}
