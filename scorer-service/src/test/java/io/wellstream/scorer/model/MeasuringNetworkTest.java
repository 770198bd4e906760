package io.wellstream.scorer.model;

import static io.wellstream.scorer.ScreenFixture.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.StoredObjects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeasuringNetworkTest {
    private static final int BATCHES = 3;
    private static final int BATCH = 20;

    @Test
    void theStatisticsOfSeveralBatchesAreThoseOfAllTheirSites() {
        try (ScreenFixture screen = new ScreenFixture()) {
            ModelPublished published = screen.publishNormed(
                    "m",
                    card("HUVEC", "a", "b"),
                    new float[2],
                    new float[] {1, 1},
                    new float[][] {{1, 0}, {0, 1}},
                    0,
                    0);
            ModelLoader loader = new ModelLoader(new StoredObjects(screen.store), Device.CPU);
            LoadedModel model = loader.load(published);
            double[][] levels = levels();

            Map<String, float[]> statistics;
            try (MeasuringNetwork network = loader.measuring(published, model)) {
                for (int b = 0; b < BATCHES; b++) {
                    network.measure(samples(levels, b * BATCH));
                }
                statistics = network.statistics();
            } finally {
                model.release();
            }

            float[] means = Objects.requireNonNull(statistics.get("norm/mean"));
            float[] variances = Objects.requireNonNull(statistics.get("norm/variance"));
            for (int c = 0; c < ScreenFixture.CHANNELS; c++) {
                double mean = Arrays.stream(levels[c]).average().orElseThrow();
                double variance = Arrays.stream(levels[c])
                        .map(level -> (level - mean) * (level - mean))
                        .average()
                        .orElseThrow();
                assertThat((double) means[c]).isCloseTo(mean, within(1e-5));
                assertThat((double) variances[c]).isCloseTo(variance, within(1e-5));
            }
        }
    }

    /** The level of each site, 0 to 1, [channel][site]; batches differ from each other. */
    private static double[][] levels() {
        SplittableRandom random = new SplittableRandom(4);
        double[][] levels = new double[ScreenFixture.CHANNELS][BATCHES * BATCH];
        for (double[] channel : levels) {
            for (int s = 0; s < channel.length; s++) {
                channel[s] = (random.nextInt(100) + 50 * (s / BATCH)) / 255.0;
            }
        }
        return levels;
    }

    private static List<Batch.Sample> samples(double[][] levels, int from) {
        List<Batch.Sample> samples = new ArrayList<>();
        float[] unit = {1 / 255f, 1 / 255f};
        for (int s = from; s < from + BATCH; s++) {
            SiteImage image = new SiteImage(List.of(plane(levels[0][s]), plane(levels[1][s])));
            samples.add(new Batch.Sample(image, new Normalization.Sample(unit, new float[2]), Batch.NO_LABEL));
        }
        return samples;
    }

    private static Plane plane(double level) {
        byte[] pixels = new byte[ScreenFixture.SIDE * ScreenFixture.SIDE];
        Arrays.fill(pixels, (byte) Math.round(level * 255));
        return new Plane(ScreenFixture.SIDE, ScreenFixture.SIDE, pixels);
    }
}
