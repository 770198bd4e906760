package io.wellstream.ingest.zarr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.InflaterInputStream;

/**
 * A chunk in the format of Blosc 1 (README_CHUNK_FORMAT.rst of c-blosc): blocks of streams in LZ4, zlib or Zstandard, whose bytes or bits
 * may be shuffled. BloscLZ and Snappy are refused.
 */
final class BloscChunk {
    private static final int HEADER = 16;
    private static final int SHUFFLED = 1;
    private static final int COPIED = 2;
    private static final int BITS_SHUFFLED = 4;
    private static final int NOT_SPLIT = 16;
    private static final int MOST_STREAMS = 16;
    private static final int SHORTEST_STREAM = 128;

    private final byte[] packed;
    private final ByteBuffer fields;
    private final int flags;
    private final int typeSize;
    private final int size;
    private final int blockSize;

    /** @param most the greatest size that is unpacked */
    BloscChunk(byte[] packed, int most) throws IOException {
        if (packed.length < HEADER) {
            throw new IOException("it has " + packed.length + " bytes; Blosc has at least " + HEADER);
        }
        this.packed = packed;
        this.fields = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        this.flags = packed[2] & 0xff;
        this.typeSize = Math.max(1, packed[3] & 0xff);
        this.size = fields.getInt(4);
        this.blockSize = fields.getInt(8);
        if (size < 0 || size > most || (size > 0 && blockSize < 1)) {
            throw new IOException("it declares " + size + " bytes in blocks of " + blockSize);
        }
    }

    byte[] unpack() throws IOException {
        byte[] bytes = new byte[size];
        if ((flags & COPIED) != 0) {
            System.arraycopy(packed, HEADER, bytes, 0, size);
            return bytes;
        }
        int blocks = size == 0 ? 0 : (size - 1) / blockSize + 1;
        for (int block = 0; block < blocks; block++) {
            int start = block * blockSize;
            int length = Math.min(blockSize, size - start);
            byte[] shuffled = new byte[length];
            unpackStreams(fields.getInt(HEADER + 4 * block), shuffled, length < blockSize);
            unshuffle(shuffled, bytes, start);
        }
        return bytes;
    }

    private void unpackStreams(int from, byte[] to, boolean last) throws IOException {
        boolean split = (flags & NOT_SPLIT) == 0
                && !last
                && typeSize <= MOST_STREAMS
                && blockSize / typeSize >= SHORTEST_STREAM;
        int streams = split ? typeSize : 1;
        int length = to.length / streams;
        int position = from;
        for (int stream = 0; stream < streams; stream++) {
            int count = fields.getInt(position);
            position += 4;
            if (count < 0 || count > packed.length - position) {
                throw new IOException("a stream of " + count + " bytes is not in it");
            }
            if (count == length) {
                System.arraycopy(packed, position, to, stream * length, length);
            } else if (unpackStream(position, count, to, stream * length, length) != length) {
                throw new IOException("a stream does not have " + length + " bytes");
            }
            position += count;
        }
    }

    private int unpackStream(int from, int count, byte[] to, int at, int length) throws IOException {
        return switch (flags >> 5) {
            case 1 -> ChunkCodec.lz4(packed, from, count, to, at, length);
            case 3 -> {
                try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed, from, count))) {
                    yield in.readNBytes(to, at, length);
                }
            }
            case 4 -> ChunkCodec.zstd(packed, from, count, to, at, length);
            default -> throw new IOException("Blosc with BloscLZ or Snappy is not read; LZ4, zlib and Zstandard are");
        };
    }

    private void unshuffle(byte[] block, byte[] to, int at) {
        int elements = block.length / typeSize;
        int whole = elements * typeSize;
        if ((flags & BITS_SHUFFLED) != 0 && elements % 8 == 0) { // others are left as they are
            unshuffleBits(block, to, at, elements);
        } else if ((flags & SHUFFLED) != 0 && typeSize > 1) {
            for (int part = 0; part < typeSize; part++) {
                for (int i = 0; i < elements; i++) {
                    to[at + i * typeSize + part] = block[part * elements + i];
                }
            }
        } else {
            whole = 0;
        }
        System.arraycopy(block, whole, to, at + whole, block.length - whole);
    }

    /** Bit b of all elements is together, eight elements in a byte, the first in its lowest bit. */
    private void unshuffleBits(byte[] block, byte[] to, int at, int elements) {
        int rowLength = elements / 8;
        for (int bit = 0; bit < 8 * typeSize; bit++) {
            for (int i = 0; i < elements; i++) {
                int value = (block[bit * rowLength + i / 8] >> (i % 8)) & 1;
                to[at + i * typeSize + bit / 8] |= (byte) (value << (bit % 8));
            }
        }
    }
}
