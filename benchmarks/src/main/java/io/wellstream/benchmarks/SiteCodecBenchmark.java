package io.wellstream.benchmarks;

import com.github.luben.zstd.Zstd;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jpountz.lz4.LZ4Factory;
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

/** Sites per second and thread: what compressed site objects would cost, beside the raw ones that there are. ADR 44 has the results. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SiteCodecBenchmark {
    /** How planes are stored. Delta: each pixel minus the one above it. */
    public enum Codec {
        RAW,
        LZ4,
        DELTA_LZ4,
        ZSTD_1,
        DELTA_ZSTD_1,
        DELTA_ZSTD_3;

        private byte[] encode(SiteImage site) {
            byte[] object = SiteObject.encode(site);
            byte[] prepared = name().startsWith("DELTA") ? delta(object, site.width()) : object;
            return switch (this) {
                case RAW -> prepared;
                case LZ4, DELTA_LZ4 ->
                    LZ4Factory.fastestInstance().fastCompressor().compress(prepared);
                case ZSTD_1, DELTA_ZSTD_1 -> Zstd.compress(prepared, 1);
                case DELTA_ZSTD_3 -> Zstd.compress(prepared, 3);
            };
        }

        private SiteImage decode(byte[] bytes, int size, int width) throws BadImageException {
            byte[] object =
                    switch (this) {
                        case RAW -> bytes;
                        case LZ4, DELTA_LZ4 ->
                            LZ4Factory.fastestInstance().fastDecompressor().decompress(bytes, size);
                        case ZSTD_1, DELTA_ZSTD_1, DELTA_ZSTD_3 -> Zstd.decompress(bytes, size);
                    };
            if (name().startsWith("DELTA")) {
                sum(object, width);
            }
            return SiteObject.decode(object);
        }
    }

    private static final int HEADER = 16;

    @Param
    Codec codec = Codec.RAW;

    private List<SiteImage> sites = List.of();
    private final List<byte[]> encoded = new ArrayList<>();
    private int next;

    @Setup
    @SuppressWarnings("SystemOut")
    public void read() throws IOException, BadImageException {
        sites = Images.sites();
        long bytes = 0;
        long raw = 0;
        for (SiteImage site : sites) {
            byte[] object = codec.encode(site);
            if (!codec.decode(object, size(site), site.width()).equals(site)) {
                throw new IllegalStateException(codec + " does not give back what it was given");
            }
            encoded.add(object);
            bytes += object.length;
            raw += size(site);
        }
        System.out.println(codec + " bytes " + bytes + " of " + raw);
    }

    @Benchmark
    public byte[] encode() {
        return codec.encode(sites.get(turn()));
    }

    @Benchmark
    public SiteImage decode() throws BadImageException {
        int i = turn();
        return codec.decode(encoded.get(i), size(sites.get(i)), sites.get(i).width());
    }

    private int turn() {
        next = next + 1 < sites.size() ? next + 1 : 0;
        return next;
    }

    private static int size(SiteImage site) {
        return HEADER + site.channels() * site.width() * site.height();
    }

    private static byte[] delta(byte[] object, int width) {
        byte[] out = object.clone();
        for (int i = HEADER + width; i < out.length; i++) {
            out[i] = (byte) (object[i] - object[i - width]);
        }
        return out;
    }

    private static void sum(byte[] object, int width) {
        for (int row = HEADER + width; row < object.length; row += width) {
            for (int i = row; i < row + width; i++) {
                object[i] += object[i - width];
            }
        }
    }
}
