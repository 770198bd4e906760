package io.wellstream.scorer.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.call.ScorerMeters;
import io.wellstream.scorer.call.StoredObjects;
import io.wellstream.scorer.model.Device;
import io.wellstream.scorer.model.LoadedModel;
import io.wellstream.scorer.model.ModelLoader;
import io.wellstream.scorer.model.NetworkOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More inference threads than the direct memory of a process has room for, at the size of real sites. */
class DirectMemoryTest {
    private static final int THREADS = 4;
    private static final int CALLS = 8;
    private static final int SITES = 32;
    private static final int CHANNELS = 6;
    private static final int SIDE = 224;

    @Test
    void batchesFitIntoTheDirectMemoryThatIsAllowed() throws Exception {
        assertThat(child("half")).contains("limit=64 MiB answered=8 deaths=0 running=4");
    }

    /** What happens without that limit, and that the pool then survives. */
    @Test
    void threadsThatExceedItAreReplaced() throws Exception {
        assertThat(child("all")).containsPattern("limit=64 MiB answered=[0-7] deaths=[1-9][0-9]* running=4");
    }

    private static String child(String share) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:MaxDirectMemorySize=64m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        share)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Computes eight calls of 32 sites each. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            long bytes = arguments[0].equals("half") ? DirectMemory.limit() / 2 : Long.MAX_VALUE;
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            InferencePool.Batching batching =
                    new InferencePool.Batching(THREADS, SITES, Duration.ofSeconds(1), CALLS * SITES, bytes);
            try (ScreenFixture screen = new ScreenFixture();
                    InferencePool pool = new InferencePool(batching, CALLS, new ScorerMeters(registry))) {
                LoadedModel model = model(screen);
                List<Future<List<NetworkOutput>>> calls = IntStream.range(0, CALLS)
                        .mapToObj(i -> submit(pool, model))
                        .toList();
                long answered = calls.stream().filter(Child::isAnswered).count();
                pool.lacking();
                System.out.printf(
                        "limit=%d MiB answered=%d deaths=%.0f running=%.0f%n",
                        DirectMemory.limit() >> 20,
                        answered,
                        registry.get("scorer.inference.deaths").counter().count(),
                        registry.get("scorer.inference.threads").gauge().value());
            }
        }

        private static LoadedModel model(ScreenFixture screen) {
            ModelCard.Builder card = ScreenFixture.card("HUVEC", "x", "y");
            card.getInputBuilder().setChannels(CHANNELS).setSide(SIDE);
            return new ModelLoader(new StoredObjects(screen.store), Device.CPU)
                    .load(screen.publish("real", card, new float[CHANNELS][2], 1, 0));
        }

        private static Future<List<NetworkOutput>> submit(InferencePool pool, LoadedModel model) {
            Plane plane = new Plane(SIDE, SIDE, new byte[SIDE * SIDE]);
            Batch.Sample site = new Batch.Sample(
                    new SiteImage(Collections.nCopies(CHANNELS, plane)),
                    new Normalization.Sample(new float[CHANNELS], new float[CHANNELS]),
                    Batch.NO_LABEL);
            try (InferencePool.Slot slot = pool.enter(Call.unlimited())) {
                return slot.submit(model, Collections.nCopies(SITES, site), false);
            }
        }

        private static boolean isAnswered(Future<List<NetworkOutput>> call) {
            try {
                return Call.unlimited().await(call).size() == SITES;
            } catch (ScorerException.Overloaded e) {
                return false;
            }
        }
    }
}
