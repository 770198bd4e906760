package io.wellstream.ingest.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A file of a zip archive, as the archive's directory declares it.
 *
 * @param name as written, with the top folder that others may share
 * @param offset of its local header in the archive
 * @param end where the next one begins: nothing of it lies beyond
 * @param compressed bytes in the archive
 * @param size in bytes once expanded, as declared
 * @param crc of the expanded bytes
 * @param method 0 is stored, 8 deflated
 */
record ZipMember(
        String name, long offset, long end, long compressed, long size, int crc, int method, boolean encrypted) {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    /** Images and tables stay far below; deflate ends at 1,032. */
    static final long MOST_TIMES = 100;

    /** An empty plane shrinks by more than that, and is small: up to here the ratio says nothing. */
    private static final long HARMLESS = 1L << 20;

    /** What cannot be compressed grows a little. */
    private static final long SLACK = 1L << 16;

    /** UTF-8, else one character for each byte: names of other encodings are of no file of a screen, but stay apart. */
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

    /** Refuses what cannot or must not be expanded, before a byte of it is read. */
    void check(long most) throws RefusedFileException {
        if (encrypted) {
            throw new RefusedFileException("the archive's entry is encrypted", "one that is not");
        }
        if (method != STORED && method != DEFLATED) {
            throw new RefusedFileException(
                    "the archive's entry is compressed by method " + method, "0 (stored) or 8 (deflated)");
        }
        if (size > most) {
            throw RefusedFileException.tooLarge(size, most);
        }
        if (compressed > most + SLACK) {
            throw RefusedFileException.tooLarge(compressed, most + SLACK);
        }
        if (size > HARMLESS && size / MOST_TIMES > compressed) {
            throw new RefusedFileException(
                    "the archive's entry grows from " + compressed + " to " + size + " bytes",
                    "at most " + MOST_TIMES + " times");
        }
        if (method == STORED && size != compressed) {
            throw damaged("it is stored as " + compressed + " bytes and declares " + size);
        }
    }

    RefusedFileException damaged(String how) {
        return new RefusedFileException("the archive's entry is damaged: " + how, "a whole entry");
    }
}
