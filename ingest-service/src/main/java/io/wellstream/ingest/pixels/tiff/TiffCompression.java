package io.wellstream.ingest.pixels.tiff;

import io.wellstream.imaging.pixels.BadImageException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The lossless compressions of TIFF that are read. A strip or tile never grows beyond the size that it should have. */
enum TiffCompression {
    NONE,
    LZW,
    DEFLATE,
    PACK_BITS;

    static TiffCompression of(long tag) throws BadImageException {
        return switch ((int) Math.min(tag, Integer.MAX_VALUE)) {
            case 1 -> NONE;
            case 5 -> LZW;
            case 8, 32_946 -> DEFLATE;
            case 32_773 -> PACK_BITS;
            default ->
                throw new BadImageException(
                        "found a TIFF with " + name(tag) + " compression; expected none, LZW, Deflate"
                                + " or PackBits, e.g. by bfconvert -compression LZW IN OUT.tif");
        };
    }

    private static String name(long tag) {
        return switch ((int) Math.min(tag, Integer.MAX_VALUE)) {
            case 6, 7 -> "JPEG";
            case 33_003, 33_004, 33_005, 34_712 -> "JPEG 2000";
            case 34_887 -> "LERC";
            case 34_925 -> "LZMA";
            case 34_926, 50_000 -> "Zstandard";
            case 50_001 -> "WebP";
            case 50_002 -> "JPEG XL";
            default -> "unknown (" + tag + ")";
        };
    }

    /**
     * The decompressed bytes of a strip or tile.
     *
     * @param size how many there should be; further ones are ignored
     */
    byte[] expand(byte[] file, int start, int length, int size) throws BadImageException {
        byte[] out = new byte[size];
        int filled =
                switch (this) {
                    case NONE -> copy(file, start, length, out);
                    case LZW -> TiffLzw.expand(file, start, length, out);
                    case DEFLATE -> inflate(file, start, length, out);
                    case PACK_BITS -> packBits(file, start, length, out);
                };
        if (filled < size) {
            throw new BadImageException("TIFF is damaged: a strip or tile holds " + filled + " of " + size + " bytes");
        }
        return out;
    }

    private static int copy(byte[] file, int start, int length, byte[] out) {
        int count = Math.min(length, out.length);
        System.arraycopy(file, start, out, 0, count);
        return count;
    }

    private static int inflate(byte[] file, int start, int length, byte[] out) throws BadImageException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(file, start, length);
            int filled = 0;
            int count = 1;
            while (filled < out.length && count > 0) {
                count = inflater.inflate(out, filled, out.length - filled);
                filled += count;
            }
            return filled;
        } catch (DataFormatException e) {
            throw new BadImageException("TIFF is damaged: its pixels do not decompress (" + e.getMessage() + ")", e);
        } finally {
            inflater.end();
        }
    }

    /** TIFF 6.0, section 9. */
    private static int packBits(byte[] file, int start, int length, byte[] out) {
        int end = start + length;
        int in = start;
        int filled = 0;
        while (in < end && filled < out.length) {
            int header = file[in++];
            if (header >= 0) {
                int count = Math.min(Math.min(header + 1, end - in), out.length - filled);
                System.arraycopy(file, in, out, filled, count);
                in += header + 1;
                filled += count;
            } else if (header > -128 && in < end) {
                int count = Math.min(1 - header, out.length - filled);
                Arrays.fill(out, filled, filled + count, file[in++]);
                filled += count;
            }
        }
        return filled;
    }
}
