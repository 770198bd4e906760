package io.wellstream.benchmarks;

import io.wellstream.imaging.augment.AugmentKernel;
import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.augment.Augmenter;
import io.wellstream.imaging.batch.BatchWriter;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.Depth;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Samples per second and thread, from decoded sites to the bytes of a batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AugmentBenchmark {
    static final int SAMPLES = 32;

    /** The side of a sample. */
    @Param("224")
    int side;

    /** The policy. */
    @Param({"recommended", "seed-2019", "none", "full-resolution"})
    String policy = "";

    /** Of the sites. {@code seed-2019} is for 8 bits only. */
    @Param("EIGHT")
    Depth depth = Depth.EIGHT;

    private final AugmentKernel kernel = new AugmentKernel();
    private List<SiteImage> sites = List.of();
    private Normalization.Sample values = new Normalization.Sample(new float[1], new float[1]);
    private long seed;

    @Setup
    public void read() throws IOException, BadImageException {
        sites = depth.isSixteen() ? Images.sixteenBitSites() : Images.sites();
        float[] scale = new float[sites.getFirst().channels()];
        Arrays.fill(scale, 1f / depth.most());
        values = new Normalization.Sample(scale, new float[scale.length]);
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public byte[] batch() {
        AugmentationPolicy drawn = AugmentationPolicy.named(policy);
        int channels = sites.getFirst().channels();
        BatchWriter batch = new BatchWriter(SAMPLES, channels, side, depth);
        for (int i = 0; i < SAMPLES; i++) {
            List<Augmentation> choices = drawn.draw(seed, side, channels);
            SiteImage site = sites.get((int) (seed++ % sites.size()));
            kernel.apply(site, choices, side, batch.bytes(), batch.pixelsAt(i));
            batch.put(i, Augmenter.apply(values, choices, site), 0);
        }
        return batch.bytes();
    }
}
