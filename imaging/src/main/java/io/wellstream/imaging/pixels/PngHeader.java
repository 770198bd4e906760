package io.wellstream.imaging.pixels;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The size that a PNG's header declares: its IHDR chunk (W3C PNG, third edition, 11.2.1). */
public record PngHeader(int width, int height) {
    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int LENGTH = 13; // of the chunk's data
    private static final int START = SIGNATURE.length + 8; // of the chunk's data, after its length and type

    /** How many bytes at the front of a PNG file hold its header. */
    public static final int FRONT = START + LENGTH;

    /**
     * What the front of a file declares. Nothing is checked but the signature and the type of the first chunk: the image may be of a
     * kind that {@link PngDecoder} refuses, and its sides any numbers.
     *
     * @param file at least its first {@link #FRONT} bytes
     * @return empty if the bytes do not begin a PNG file
     */
    public static Optional<PngHeader> atFront(byte[] file) {
        boolean png = file.length >= FRONT
                && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)
                && new String(file, START - 4, 4, StandardCharsets.ISO_8859_1).equals("IHDR");
        return png ? Optional.of(new PngHeader(readInt(file, START), readInt(file, START + 4))) : Optional.empty();
    }

    /** Reads the chunk's data and refuses what {@link PngDecoder} does not read as 8-bit pixels. */
    static PngHeader read(byte[] file, int start, int length, PngColours expected) throws BadImageException {
        requireLength(length);
        int depth = file[start + 8] & 0xff;
        int color = file[start + 9] & 0xff;
        if (depth != 8 || color != expected.colorType()) {
            throw new BadImageException(
                    "found a " + depth + "-bit " + mode(color) + " PNG; expected 8-bit " + expected);
        }
        if (file[start + 12] != 0) {
            throw new BadImageException("found an interlaced PNG; expected one without interlace");
        }
        return size(file, start, length);
    }

    /** Reads the size from the chunk's data, and refuses one that is too large. */
    static PngHeader size(byte[] file, int start, int length) throws BadImageException {
        requireLength(length);
        if (file[start + 10] != 0 || file[start + 11] != 0) {
            throw new BadImageException("PNG of unknown compression or filter method");
        }
        int width = readInt(file, start);
        int height = readInt(file, start + 4);
        if (width < 1 || width > Plane.MAX_SIDE || height < 1 || height > Plane.MAX_SIDE) {
            throw new BadImageException("PNG declares " + Integer.toUnsignedString(width) + "x"
                    + Integer.toUnsignedString(height) + " pixels; expected sides of 1 to " + Plane.MAX_SIDE);
        }
        return new PngHeader(width, height);
    }

    private static void requireLength(int length) throws BadImageException {
        if (length != LENGTH) {
            throw new BadImageException("PNG header of " + length + " bytes; expected " + LENGTH);
        }
    }

    /** Whether the front of a PNG file, of {@link #FRONT} bytes, declares 8-bit grey without interlace. */
    public static boolean isPlainGrey(byte[] file) {
        return file.length >= FRONT && file[START + 8] == 8 && file[START + 9] == 0 && file[START + 12] == 0;
    }

    static int readInt(byte[] file, int at) {
        return (file[at] & 0xff) << 24
                | (file[at + 1] & 0xff) << 16
                | (file[at + 2] & 0xff) << 8
                | (file[at + 3] & 0xff);
    }

    private static String mode(int color) {
        return switch (color) {
            case 0 -> "grey";
            case 2 -> "RGB";
            case 3 -> "palette";
            case 4 -> "grey with alpha";
            case 6 -> "RGB with alpha";
            default -> "unknown-mode (" + color + ")";
        };
    }
}
