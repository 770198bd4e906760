package io.wellstream.ingest.zarr;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.wellstream.ingest.files.BadFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** What was done to the bytes of a chunk. Nothing is unpacked beyond the size that the array declares. */
enum ChunkCodec {
    ZLIB {
        @Override
        byte[] unpack(byte[] packed, int size) throws IOException {
            return all(new InflaterInputStream(new ByteArrayInputStream(packed)), size);
        }
    },
    GZIP {
        @Override
        byte[] unpack(byte[] packed, int size) throws IOException {
            return all(new GZIPInputStream(new ByteArrayInputStream(packed)), size);
        }
    },
    ZSTD {
        @Override
        byte[] unpack(byte[] packed, int size) throws IOException {
            byte[] bytes = new byte[size];
            return Arrays.copyOf(bytes, zstd(packed, 0, packed.length, bytes, 0, size));
        }
    },
    LZ4 {
        @Override
        byte[] unpack(byte[] packed, int size) throws IOException {
            int declared =
                    ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt();
            byte[] bytes = new byte[Math.clamp(declared, 0, size)];
            return Arrays.copyOf(bytes, lz4(packed, 4, packed.length - 4, bytes, 0, bytes.length));
        }
    },
    BLOSC {
        @Override
        byte[] unpack(byte[] packed, int size) throws IOException {
            return new BloscChunk(packed, size).unpack();
        }
    },
    /** A checksum after the bytes. */
    CRC32C {
        @Override
        byte[] unpack(byte[] packed, int size) throws IOException {
            int length = packed.length - Integer.BYTES;
            CRC32C found = new CRC32C();
            found.update(packed, 0, Math.max(0, length));
            if (length < 0
                    || ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt(length)
                            != (int) found.getValue()) {
                throw new IOException("its checksum is wrong");
            }
            return Arrays.copyOf(packed, length);
        }
    };

    static ChunkCodec of(String name, String folder) throws BadFileException {
        for (ChunkCodec codec : values()) {
            if (codec.name().equalsIgnoreCase(name)) {
                return codec;
            }
        }
        throw ZarrJson.bad(
                folder + " is stored with '" + name + "'",
                "blosc, zstd, zlib, gzip, lz4 or no compression, and one file per chunk");
    }

    abstract byte[] unpack(byte[] packed, int size) throws IOException;

    /**
     * The bytes before this was done.
     *
     * @param size the most that there may be
     * @param path for messages
     */
    byte[] decode(byte[] packed, int size, String path) throws BadFileException {
        try {
            return unpack(packed, size);
        } catch (IOException | LZ4Exception | ZstdException | IndexOutOfBoundsException | BufferUnderflowException e) {
            throw ZarrJson.bad(path + " is damaged: " + e.getMessage(), "a whole chunk");
        }
    }

    private static byte[] all(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (in.read() >= 0) {
            throw new IOException("it has more than the " + size + " bytes that the array declares");
        }
        return bytes;
    }

    /** Returns how many bytes there are. */
    static int zstd(byte[] packed, int from, int length, byte[] to, int at, int most) throws IOException {
        long count = Zstd.decompressByteArray(to, at, most, packed, from, length);
        if (Zstd.isError(count)) {
            throw new IOException(Zstd.getErrorName(count));
        }
        return Math.toIntExact(count);
    }

    /** Returns how many bytes there are. */
    static int lz4(byte[] packed, int from, int length, byte[] to, int at, int most) {
        return LZ4Factory.safeInstance().safeDecompressor().decompress(packed, from, length, to, at, most);
    }
}
