package io.wellstream.ingest.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.ingest.files.BadFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chunks as numcodecs 0.16.6 writes them: name (compressor, shuffle, type), and the bytes in Base64. */
class ChunkCodecTest {
    @ParameterizedTest
    @MethodSource("chunks")
    void aChunkIsUnpackedAsItWasPacked(String name, String base64) throws BadFileException {
        byte[] packed = Base64.getDecoder().decode(base64);
        byte[] expected = expected(name);
        ChunkCodec codec = name.equals("lz4") ? ChunkCodec.LZ4 : ChunkCodec.BLOSC;
        if (name.startsWith("blosclz")) {
            assertThatExceptionOfType(BadFileException.class)
                    .isThrownBy(() -> codec.decode(packed, expected.length, name))
                    .withMessageContaining("BloscLZ or Snappy is not read");
            return;
        }

        assertThat(codec.decode(packed, expected.length, name)).isEqualTo(expected);
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> codec.decode(packed, expected.length - 1, name));
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void aDamagedChunkIsRefusedOrReadWithinItsSize(String name, String base64) {
        byte[] packed = Base64.getDecoder().decode(base64);
        int size = expected(name).length;
        ChunkCodec codec = name.equals("lz4") ? ChunkCodec.LZ4 : ChunkCodec.BLOSC;
        Random random = new Random(name.hashCode());
        for (int i = 0; i < 200; i++) {
            byte[] damaged = packed.clone();
            int first = i % 2 == 0 ? Math.min(40, packed.length) : packed.length;
            damaged[random.nextInt(first)] = (byte) random.nextInt(256);
            try {
                assertThat(codec.decode(damaged, size, name).length).isLessThanOrEqualTo(size);
            } catch (BadFileException refused) {
                assertThat(refused).hasMessageContaining("is damaged");
            }
        }
    }

    static Stream<String[]> chunks() throws IOException {
        try (InputStream in = Objects.requireNonNull(ChunkCodecTest.class.getResourceAsStream("numcodecs.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines().map(line -> line.split(" ", 2)).toList().stream();
        }
    }

    private static byte[] expected(String name) {
        if (name.endsWith("u1")) {
            ByteBuffer bytes = ByteBuffer.allocate(1_001);
            IntStream.range(0, 1_001).forEach(i -> bytes.put((byte) ((i & 0xff) % 7)));
            return bytes.array();
        }
        boolean big = name.startsWith("big");
        int count = big ? 512 * 300 : 1_600;
        ByteBuffer levels = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) { // NumPy counts in the array's type
            levels.putShort((short) (big ? (i & 0xffff) % 977 : (i * 37 & 0xffff) % 4_096));
        }
        return levels.array();
    }
}
