package io.wellstream.benchmarks;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.PngDecoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Images per second and thread: our decoder, Java's ImageIO, and the platform's inflater on the same streams, which is the floor of a
 * decoder that uses it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecodeBenchmark {
    private List<byte[]> files = List.of();
    private List<byte[]> streams = List.of();
    private byte[] rows = {};
    private int next;

    @Setup
    public void read() throws IOException, BadImageException {
        ImageIO.setUseCache(false);
        files = Images.files();
        streams = files.stream().map(Images::stream).toList();
        int longest = 0;
        for (byte[] file : files) {
            Plane plane = PngDecoder.decode(file);
            longest = Math.max(longest, plane.height() * (plane.width() + 1));
        }
        rows = new byte[longest];
    }

    @Benchmark
    public Plane wellstream() throws BadImageException {
        return PngDecoder.decode(files.get(turn()));
    }

    @Benchmark
    public BufferedImage imageio() throws IOException {
        return ImageIO.read(new ByteArrayInputStream(files.get(turn())));
    }

    @Benchmark
    public int inflate() throws DataFormatException {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(streams.get(turn()));
            return inflater.inflate(rows);
        }
    }

    private int turn() {
        next = next + 1 < files.size() ? next + 1 : 0;
        return next;
    }
}
