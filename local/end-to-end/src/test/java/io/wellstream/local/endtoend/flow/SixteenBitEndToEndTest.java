package io.wellstream.local.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.local.cli.Main;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.endtoend.support.DimScreen;
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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Dim 16-bit TIFF images keep their 16 bits from their files to a prediction. */
class SixteenBitEndToEndTest {
    private static final int EPOCHS = 12;

    private final Path root;
    private final Path screen;

    SixteenBitEndToEndTest(@TempDir Path root) {
        this.root = root;
        this.screen = root.resolve("screen");
    }

    @Test
    void aDimScreenIsDescribedIngestedTrainedOnAndPredicted() throws Exception {
        DimScreen.write(screen);
        LocalConfig config = LocalConfig.of(root.resolve("data")).withIngestRoots(List.of(root));
        try (LocalSystem system = LocalSystem.start(config)) {
            describedAndIngested();
            trained(SystemClient.of(system.endpoints()));
            imagesAreAnsweredAsTheirWells(SystemClient.of(system.endpoints()));
            looksLikeSpots();
        }
    }

    private void describedAndIngested() throws Exception {
        Path yaml = screen.resolve("screen.yaml");
        wellstream("describe", screen.toString(), "--out", yaml.toString());
        assertThat(Files.readString(yaml)).contains("bit-depth: 16", "} # for 8 bits add black: 10");
        wellstream("ingest", screen.toString(), "--dataset", DimScreen.DATASET);
        assertThat(wellstream("stats", "--dataset", DimScreen.DATASET)).contains(",100,1"); // min and max
    }

    private static void trained(SystemClient client) throws InterruptedException {
        RunSpecification run = SmallScreen.run(EPOCHS).toBuilder()
                .setDataset(DimScreen.DATASET)
                .setCellType("dots")
                .setNormalization("sample")
                .build();
        TrainingRuns.Ended ended = new TrainingRuns(client).startAndFollow("run", run);
        assertThat(ended.record().hasFinished())
                .as(TrainingRuns.failure(ended.record()))
                .isTrue();
        try (ScorerClient scorer = client.scorer()) {
            scorer.awaitServed(DimScreen.DATASET, List.of("run"));
        }
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
        wellstream("look", "--dataset", DimScreen.DATASET, "--plate", "week-1/P1", "--out", file.toString());
        BufferedImage picture = ImageIO.read(file.toFile());
        long bright = Stream.iterate(0, i -> i + 1)
                .limit((long) picture.getWidth() * picture.getHeight())
                .filter(i -> (picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) & 0xff) > 150)
                .count();
        assertThat(bright).isGreaterThan(1_000);
    }

    /** What a verb that succeeds prints. */
    private String wellstream(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.line().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] here = Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--data", root.resolve("data").toString()))
                .toArray(String[]::new);
        assertThat(line.execute(here)).as(out + "\n" + err).isZero();
        return out.toString();
    }
}
