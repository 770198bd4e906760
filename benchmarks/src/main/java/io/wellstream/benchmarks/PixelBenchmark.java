package io.wellstream.benchmarks;

import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.augment.Augmenter;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.PngDecoder;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Sites per second and thread in each step from PNG files to the floats of a batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PixelBenchmark {
    private static final int CHANNELS = 6;
    private static final int SAMPLES = 32;

    /** The sides of the source images and of the network's input. */
    @Param({"96", "512"})
    int side;

    private byte[] png = {};
    private byte[] object = {};
    private SiteImage site = new SiteImage(List.of(new Plane(1, 1, new byte[1])));
    private Batch batch = new Batch(1, 1, new byte[1], new float[] {1}, new float[1], new int[1]);
    private float[] floats = {};
    private long seed;

    @Setup
    public void draw() throws IOException {
        Plane plane = new Plane(side, side, speckle());
        png = encode(plane);
        site = new SiteImage(Collections.nCopies(CHANNELS, plane));
        object = SiteObject.encode(site);
        float[] scale = new float[CHANNELS];
        Arrays.fill(scale, 1f / 255);
        Normalization.Sample values = new Normalization.Sample(scale, new float[CHANNELS]);
        batch = Batch.of(Collections.nCopies(SAMPLES, new Batch.Sample(site, values, 0)));
        floats = new float[batch.values()];
    }

    @Benchmark
    public Plane decodeOnePng() throws BadImageException {
        return PngDecoder.decode(png);
    }

    @Benchmark
    public SiteImage decodeSiteObject() throws BadImageException {
        return SiteObject.decode(object);
    }

    @Benchmark
    public SiteImage augmentAsRecommended() {
        return Augmenter.apply(site, AugmentationPolicy.RECOMMENDED.draw(seed++, side, CHANNELS), side);
    }

    @Benchmark
    public float[] batchOf32ToFloats() {
        batch.toFloats(floats);
        return floats;
    }

    /** Blurred noise: it compresses about as badly as a micrograph. */
    private byte[] speckle() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] pixels = new byte[side * side];
        int running = 60;
        for (int i = 0; i < pixels.length; i++) {
            running = Math.clamp(running + random.nextInt(-6, 7), 0, 255);
            pixels[i] = (byte) running;
        }
        return pixels;
    }

    private static byte[] encode(Plane plane) throws IOException {
        BufferedImage image = new BufferedImage(plane.width(), plane.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, plane.width(), plane.height(), plane.pixels());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
