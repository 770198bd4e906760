package io.wellstream.local.cli.speed;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.screen.Depth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares augmentation with other libraries on the same sites, each in one thread. OpenCV and torchvision apply the very choices that
 * the policy drew; albumentations draws its own with the same distributions. The same sites with 16 bits are measured as well.
 *
 * @param side of a sample in pixels
 */
public record AugmentBench(SpeedPlan plan, int side, Consumer<String> say) {
    private static final int CHANNELS = 6;
    private static final int DRAWS = 192;
    private static final String POLICY = "recommended";
    private static final String SIXTEEN_BITS = "16-bit sites";

    public JsonObject measure() throws IOException, InterruptedException {
        Machine machine = new Machine();
        Rates rates = new Rates("samples");
        Set<String> missing = new LinkedHashSet<>();
        JsonObject result = new JsonObject();
        double bytes = Double.NaN;
        double sixteenBitBytes = Double.NaN;
        Path draws = Files.createTempFile("wellstream-draws-", ".json");
        try (BenchImages images = BenchImages.of(plan.images())) {
            say.accept("Images: " + images.description());
            Files.writeString(draws, draws().toString());
            JmhRun jmh = JmhRun.ofTheProject(plan.home(), images.folder(), plan.seconds());
            for (int round = 0; round < plan.rounds(); round++) {
                JmhRun.Score score = score(jmh, Depth.EIGHT);
                rates.add("wellstream", score.perSecond());
                bytes = score.bytes();
                JmhRun.Score sixteenBit = score(jmh, Depth.SIXTEEN);
                rates.add(SIXTEEN_BITS, sixteenBit.perSecond());
                sixteenBitBytes = sixteenBit.bytes();
                String python = plan.python();
                if (python != null) {
                    PeerRun.Result peers = plan.peer(python, "augment_peers.py")
                            .run(List.of(
                                    "--images",
                                    images.folder().toString(),
                                    "--draws",
                                    draws.toString(),
                                    "--seconds",
                                    String.valueOf(plan.seconds())));
                    peers.perSecond().forEach(rates::add);
                    missing.addAll(peers.missing());
                }
            }
            result.addProperty("images", images.description());
        } finally {
            Files.deleteIfExists(draws);
        }
        rates.lines().forEach(say);
        missing.forEach(say);
        long pixels = (long) CHANNELS * side * side;
        say.accept(String.format(
                Locale.ROOT,
                "%,.0f bytes allocated per sample, of which %,d are its pixels; with 16 bits %,.0f and %,d",
                bytes,
                pixels,
                sixteenBitBytes,
                Depth.SIXTEEN.bytes() * pixels));
        say.accept("Per second of CPU time; " + machine.line());
        result.addProperty("samples_per_s", Rates.rounded(rates.of("wellstream").median()));
        result.addProperty("bytes_allocated_per_sample", Math.round(bytes));
        result.addProperty("bytes_of_pixels_per_sample", pixels);
        result.addProperty(
                "sixteen_bit_samples_per_s",
                Rates.rounded(rates.of(SIXTEEN_BITS).median()));
        result.addProperty("sixteen_bit_bytes_allocated_per_sample", Math.round(sixteenBitBytes));
        result.addProperty("side", side);
        result.addProperty("policy", POLICY);
        result.addProperty("rounds", plan.rounds());
        machine.addTo(result);
        result.add("rates", rates.json());
        return result;
    }

    private JmhRun.Score score(JmhRun jmh, Depth depth) throws IOException, InterruptedException {
        Map<String, String> parameters = Map.of("policy", POLICY, "side", String.valueOf(side), "depth", depth.name());
        return Objects.requireNonNull(jmh.run("AugmentBenchmark", parameters).get("batch"));
    }

    /** The policy's draws for some samples, for the scripts. */
    private JsonObject draws() {
        JsonArray samples = new JsonArray();
        for (int seed = 0; seed < DRAWS; seed++) {
            samples.add(draw(AugmentationPolicy.named(POLICY).draw(seed, side, CHANNELS)));
        }
        JsonObject all = new JsonObject();
        all.addProperty("side", side);
        all.add("samples", samples);
        return all;
    }

    private static JsonObject draw(List<Augmentation> choices) {
        JsonObject sample = new JsonObject();
        for (Augmentation choice : choices) {
            switch (choice) {
                case Augmentation.Zoom zoom -> {
                    sample.addProperty("share", zoom.share());
                    sample.addProperty("x", zoom.x());
                    sample.addProperty("y", zoom.y());
                }
                case Augmentation.FlipHorizontally() -> sample.addProperty("flip_x", true);
                case Augmentation.FlipVertically() -> sample.addProperty("flip_y", true);
                case Augmentation.Transpose() -> sample.addProperty("transpose", true);
                case Augmentation.Resize _, Augmentation.DropChannel _ -> {} // of every sample; of its normalisation
                case Augmentation.Crop _,
                        Augmentation.Cut _,
                        Augmentation.Add _,
                        Augmentation.Multiply _,
                        Augmentation.Contrast _ ->
                    throw new IllegalStateException("policy " + POLICY + " has drawn " + choice);
            }
        }
        return sample;
    }
}
