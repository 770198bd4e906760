package io.wellstream.imaging.pixels;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** The chunks of a PNG file in their order, each with a correct CRC. */
final class PngChunks {
    private final byte[] file;
    private int position = PngHeader.SIGNATURE.length;

    /**
     * The chunks after the signature, which is checked.
     *
     * @param expected the kind of PNG with its article, for the message about other files
     */
    PngChunks(byte[] file, String expected) throws BadImageException {
        if (file.length == 0) {
            throw new BadImageException("an empty file; expected a PNG");
        }
        byte[] signature = PngHeader.SIGNATURE;
        if (!Arrays.equals(file, 0, Math.min(file.length, signature.length), signature, 0, signature.length)) {
            throw new BadImageException("not a PNG: it begins with other bytes; expected " + expected + " PNG");
        }
        this.file = file;
    }

    /** A chunk: where its data are in the file. */
    record Chunk(String type, int start, int length) {
        boolean critical() {
            return Character.isUpperCase(type.charAt(0));
        }

        boolean is(String other) {
            return type.equals(other);
        }
    }

    /** The first chunk, the header. */
    Chunk header() throws BadImageException {
        Chunk first = next();
        if (!first.is("IHDR")) {
            throw new BadImageException("PNG begins with chunk " + first.type + "; expected IHDR");
        }
        return first;
    }

    Chunk next() throws BadImageException {
        if (file.length - position < 12) {
            throw new BadImageException("PNG is truncated: it ends after " + file.length + " bytes without IEND");
        }
        int length = PngHeader.readInt(file, position);
        String type = new String(file, position + 4, 4, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 4; i++) {
            if (!Character.isLetter(type.charAt(i)) || type.charAt(i) > 'z') {
                throw new BadImageException("PNG is damaged: no chunk begins at byte " + position);
            }
        }
        if (length < 0 || length > file.length - position - 12) {
            throw new BadImageException("PNG is truncated: chunk " + type + " declares "
                    + Integer.toUnsignedString(length) + " bytes, " + (file.length - position - 12) + " are left");
        }
        CRC32 crc = new CRC32();
        crc.update(file, position + 4, length + 4);
        if ((int) crc.getValue() != PngHeader.readInt(file, position + 8 + length)) {
            throw new BadImageException("PNG is damaged: chunk " + type + " at byte " + position + " fails its CRC");
        }
        Chunk chunk = new Chunk(type, position + 8, length);
        position += 12 + length;
        return chunk;
    }

    /** Throws if bytes follow the last chunk. */
    void expectEnd() throws BadImageException {
        if (position != file.length) {
            throw new BadImageException((file.length - position) + " bytes after the PNG's end");
        }
    }
}
