package io.wellstream.imaging.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast inflater reads every stream that the platform's deflater writes, and nothing that the platform's inflater refuses. */
class FastInflaterTest {
    private static final int[] STRATEGIES = {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY};

    @Property(tries = 300)
    void whatIsDeflatedIsInflated(
            @ForAll long seed,
            @ForAll @IntRange(max = 200_000) int size,
            @ForAll @IntRange(max = 9) int level,
            @ForAll @IntRange(max = 2) int strategy,
            @ForAll @IntRange(max = 3) int kind) {
        byte[] bytes = bytes(new Random(seed), size, kind);

        assertThat(inflated(deflate(bytes, level, STRATEGIES[strategy]), size)).isEqualTo(bytes);
    }

    /** Fibonacci's numbers as frequencies give codes of up to 15 bits, which need second tables. */
    @ParameterizedTest
    @ValueSource(ints = {Deflater.DEFAULT_STRATEGY, Deflater.HUFFMAN_ONLY})
    void theLongestCodesAreRead(int strategy) {
        ByteArrayOutputStream skewed = new ByteArrayOutputStream();
        int count = 1;
        int before = 1;
        for (int value = 0; value < 20; value++) {
            for (int i = 0; i < count; i++) {
                skewed.write(7 * value);
            }
            int sum = count + before;
            before = count;
            count = sum;
        }
        byte[] bytes = skewed.toByteArray();
        for (int i = bytes.length - 1, random = 1; i > 0; i--) { // a shuffle
            random = random * 1_103_515_245 + 12_345;
            int other = Math.floorMod(random >> 8, i + 1);
            byte kept = bytes[i];
            bytes[i] = bytes[other];
            bytes[other] = kept;
        }

        assertThat(inflated(deflate(bytes, 9, strategy), bytes.length)).isEqualTo(bytes);
    }

    @Property(tries = 2_000)
    void aChangedStreamIsNeverReadOtherwiseThanByThePlatform(
            @ForAll long seed, @ForAll @IntRange(max = 9) int level, @ForAll @IntRange(min = 1, max = 255) int change) {
        Random random = new Random(seed);
        byte[] bytes = bytes(random, 2_000, random.nextInt(4));
        byte[] stream = deflate(bytes, level, Deflater.DEFAULT_STRATEGY);
        stream[random.nextInt(stream.length)] ^= (byte) change;

        byte[] found = inflated(stream, bytes.length);

        assertThat(found == null || Arrays.equals(found, byThePlatform(stream, bytes.length)))
                .isTrue();
    }

    @Property(tries = 300)
    void aTornOrLongerStreamOrAnotherSizeIsNotAccepted(
            @ForAll long seed, @ForAll @IntRange(max = 9) int level, @ForAll @IntRange(max = 999) int permille) {
        byte[] bytes = bytes(new Random(seed), 3_000, 1);
        byte[] stream = deflate(bytes, level, Deflater.DEFAULT_STRATEGY);

        assertThat(inflated(Arrays.copyOf(stream, stream.length * permille / 1000), bytes.length))
                .isNull();
        assertThat(inflated(Arrays.copyOf(stream, stream.length + 1), bytes.length))
                .isNull();
        assertThat(inflated(stream, bytes.length - 1)).isNull();
        assertThat(inflated(stream, bytes.length + 1)).isNull();
    }

    @Property(tries = 2_000)
    void noiseIsRefusedWithoutAnError(@ForAll byte[] noise) {
        assertThat(inflated(noise, 50)).isNull();
        byte[] likeZlib = new byte[noise.length + 2];
        likeZlib[0] = 0x78;
        likeZlib[1] = (byte) 0xda;
        System.arraycopy(noise, 0, likeZlib, 2, noise.length);
        assertThat(inflated(likeZlib, 50)).isNull();
    }

    @Test
    void anImageOfRealSizeIsRead() {
        byte[] bytes = bytes(new Random(1), 512 * 513, 2);

        assertThat(inflated(deflate(bytes, 6, Deflater.FILTERED), bytes.length)).isEqualTo(bytes);
    }

    /** Noise, few values, a narrow bell, or long repeats. */
    private static byte[] bytes(Random random, int size, int kind) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte)
                    switch (kind) {
                        case 0 -> random.nextInt(256);
                        case 1 -> random.nextInt(3);
                        case 2 -> Math.round(4 * random.nextGaussian());
                        default -> i % 1000 < 700 ? i / 1000 : i * i;
                    };
        }
        return bytes;
    }

    private static byte @org.jspecify.annotations.Nullable [] inflated(byte[] stream, int size) {
        byte[] in = Arrays.copyOf(stream, stream.length + BitReader.SLACK);
        byte[] out = new byte[size + FastInflater.SLACK];
        return new FastInflater(in, stream.length, out, size).inflate() ? Arrays.copyOf(out, size) : null;
    }

    private static byte @org.jspecify.annotations.Nullable [] byThePlatform(byte[] stream, int size) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(stream);
            byte[] out = new byte[size];
            return inflater.inflate(out) == size ? out : null;
        } catch (DataFormatException e) {
            return null;
        }
    }

    private static byte[] deflate(byte[] bytes, int level, int strategy) {
        try (Deflater deflater = new Deflater(level)) {
            deflater.setStrategy(strategy);
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }
}
