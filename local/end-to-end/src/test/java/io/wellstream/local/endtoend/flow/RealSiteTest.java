package io.wellstream.local.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SiteImages;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.proto.v1.ClassProbability;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.simulator.CellLinePlan;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.PlatePlan;
import io.wellstream.simulator.ScreenSimulator;
import io.wellstream.simulator.SimulationSpec;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real six-channel site of RxRx1 as part of HEPG2-01, from its files to a prediction. */
class RealSiteTest {
    private static final DatasetId DATASET = new DatasetId(SmallScreen.DATASET);
    private static final WellId WELL = WellId.of("HEPG2-01", 1, "B03");
    private static final int CHANNELS = 6;

    @Test
    void aRealSiteGoesFromItsFilesToAPrediction(@TempDir Path root) throws Exception {
        Optional<Path> reference = reference();
        assumeTrue(
                reference.isPresent(),
                "skipped: no RxRx1 reference data (../shared/data/rxrx1 or RXRX1_REFERENCE_DIR)");
        Path real = reference.orElseThrow().resolve("images/unknown-site");
        Path screen = screenWith(real, root);

        LocalConfig config = LocalConfig.of(root.resolve("data")).withIngestRoots(List.of(screen));
        try (LocalSystem system = LocalSystem.start(config)) {
            SystemClient client = SystemClient.of(system.endpoints());
            assertThat(new IngestJobs(client).run(DATASET, screen, false).problems())
                    .isEmpty();

            storedAsTheyWere(client, real);
            TrainingRuns.Ended ended = new TrainingRuns(client).startAndFollow("real", run());
            assertThat(ended.record().hasFinished())
                    .as(TrainingRuns.failure(ended.record()))
                    .isTrue();
            isPredicted(client);
        }
    }

    private static void storedAsTheyWere(SystemClient client, Path real) throws IOException {
        try (ObjectStore store = ObjectStore.connect(client.store())) {
            WellIngested well = client.table(Topics.WELLS, key -> key.equals(MessageKeys.well(DATASET, WELL)))
                    .values()
                    .iterator()
                    .next();
            SiteImage site = SiteImages.first(store, well);
            for (int channel = 1; channel <= CHANNELS; channel++) {
                Path file = real.resolve("w" + channel + ".png");
                String path = "train/HEPG2-01/Plate1/B03_s1_w" + channel + ".png";
                assertThat(store.read(ObjectKeys.image(DATASET, path))
                                .orElseThrow()
                                .bytes())
                        .isEqualTo(Files.readAllBytes(file));
                byte[] decoded = (byte[]) ImageIO.read(file.toFile())
                        .getRaster()
                        .getDataElements(0, 0, site.width(), site.height(), null);
                assertThat(site.plane(channel - 1).pixels()).isEqualTo(decoded);
            }
        }
    }

    private static void isPredicted(SystemClient client) throws InterruptedException {
        PredictRequest request = PredictRequest.newBuilder()
                .setDataset(DATASET.name())
                .addWells(WellKeys.of(WELL))
                .setTopK(4)
                .build();
        try (ScorerClient scorer = client.scorer()) {
            scorer.awaitServed(DATASET.name(), List.of("real"));

            WellPrediction prediction = scorer.predict(request).getPredictions(0);

            assertThat(prediction.getSites()).isEqualTo(2);
            assertThat(prediction.getTopList().stream()
                            .mapToDouble(ClassProbability::getProbability)
                            .sum())
                    .isCloseTo(1, within(1e-4));
        }
    }

    /** A simulated screen of full-size images, one site of it replaced by the real one. */
    private static Path screenWith(Path real, Path root) throws IOException, InterruptedException {
        Path screen = root.resolve("screen");
        SimulationSpec spec = SimulationSpec.demo(5)
                .withCellLines(List.of(new CellLinePlan(new CellType("HEPG2"), 2, 1, false)))
                .withPlates(new PlatePlan(4, 1, 1, false))
                .withFields(new FieldPlan(2, 512));
        new ScreenSimulator().write(screen, root.resolve("truth.csv"), spec, (drawn, of) -> {});
        for (int channel = 1; channel <= CHANNELS; channel++) {
            Path file = screen.resolve("train/HEPG2-01/Plate1/B03_s1_w" + channel + ".png");
            assertThat(file).exists();
            Files.copy(real.resolve("w" + channel + ".png"), file, StandardCopyOption.REPLACE_EXISTING);
        }
        return screen;
    }

    private static RunSpecification run() {
        return SmallScreen.run(1).toBuilder()
                .setCellType("HEPG2")
                .setImageSide(64)
                .build();
    }

    private static Optional<Path> reference() {
        String configured = System.getenv("RXRX1_REFERENCE_DIR");
        if (configured != null) {
            return Optional.of(Path.of(configured)).filter(Files::isDirectory);
        }
        for (Path up = LocalConfig.builtProject(); up != null; up = up.getParent()) {
            Path beside = up.resolve("shared/data/rxrx1");
            if (Files.isDirectory(beside)) {
                return Optional.of(beside);
            }
        }
        return Optional.empty();
    }
}
