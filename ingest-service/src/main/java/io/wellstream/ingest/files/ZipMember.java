package io.wellstream.ingest.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A file of a zip archive, as the archive's directory declares it.
 *
 * @param name as written, with the archive's top folder
 * @param offset of its local header in the archive
 * @param end the offset of the next entry, where this one must have ended
 * @param compressed its size in the archive, in bytes
 * @param size its size once decompressed, in bytes, as declared
 * @param crc of the decompressed bytes
 * @param method 0 is stored, 8 deflated
 */
record ZipMember(
        String name, long offset, long end, long compressed, long size, int crc, int method, boolean encrypted) {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    /** How many times an entry may grow. Images and tables stay far below; deflate reaches 1,032. */
    static final long MOST_TIMES = 100;

    /** Up to this size, in bytes, the ratio is not checked: an empty plane is small and compresses even better. */
    private static final long HARMLESS = 1L << 20;

    /** Bytes by which incompressible data may grow when it is compressed. */
    private static final long SLACK = 1L << 16;

    /** Decodes UTF-8, otherwise one character per byte: names in other encodings match no file of a screen, but stay distinct. */
    static String name(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    ZipMember withEnd(long other) {
        return new ZipMember(name, offset, other, compressed, size, crc, method, encrypted);
    }

    /** Refuses an entry that cannot or must not be decompressed, before any of it is read. */
    void check(long most) throws BadFileException {
        if (encrypted) {
            throw new BadFileException("the archive's entry is encrypted", "an unencrypted entry");
        }
        if (method != STORED && method != DEFLATED) {
            throw new BadFileException(
                    "the archive's entry is compressed by method " + method, "0 (stored) or 8 (deflated)");
        }
        if (size > most) {
            throw BadFileException.tooLarge(size, most);
        }
        if (compressed > most + SLACK) {
            throw BadFileException.tooLarge(compressed, most + SLACK);
        }
        if (size > HARMLESS && size / MOST_TIMES > compressed) {
            throw new BadFileException(
                    "the archive's entry grows from " + compressed + " to " + size + " bytes",
                    "at most " + MOST_TIMES + " times");
        }
        if (method == STORED && size != compressed) {
            throw damaged("it is stored in " + compressed + " bytes and declares " + size);
        }
    }

    BadFileException damaged(String how) {
        return new BadFileException("the archive's entry is damaged: " + how, "an undamaged entry");
    }
}
