package io.wellstream.ingest.pixels.tiff;

import io.wellstream.imaging.pixels.BadImageException;

/** Decompresses TIFF's LZW (TIFF 6.0, section 13): codes of 9 to 12 bits, the most significant bit first. */
final class TiffLzw {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int MOST_CODES = 4096;

    private final byte[] file;
    private final int end;
    private final short[] prefix = new short[MOST_CODES]; // the code of the string without its last byte
    private final byte[] last = new byte[MOST_CODES];
    private final int[] lengths = new int[MOST_CODES];
    private int in;
    private int buffer;
    private int buffered; // bits

    private TiffLzw(byte[] file, int start, int length) {
        this.file = file;
        this.in = start;
        this.end = start + length;
        for (int i = 0; i < CLEAR; i++) {
            last[i] = (byte) i;
            lengths[i] = 1;
        }
    }

    /** Fills the array as far as the compressed bytes reach, and returns how far. */
    static int expand(byte[] file, int start, int length, byte[] out) throws BadImageException {
        return new TiffLzw(file, start, length).expand(out);
    }

    private int expand(byte[] out) throws BadImageException {
        int filled = 0;
        int next = FIRST;
        int width = 9;
        int previous = -1;
        while (filled < out.length) {
            int code = code(width);
            if (code == END) {
                break;
            }
            if (code == CLEAR) {
                next = FIRST;
                width = 9;
                previous = -1;
                continue;
            }
            if (code > next || (code >= FIRST && previous < 0)) {
                throw new BadImageException("TIFF is damaged: its LZW code " + code + " is not defined");
            }
            if (previous >= 0 && next < MOST_CODES) {
                prefix[next] = (short) previous;
                lengths[next] = lengths[previous] + 1;
                last[next] = first(code == next ? previous : code);
                next++;
            } else if (code == next) {
                throw new BadImageException("TIFF is damaged: its LZW table is full");
            }
            filled = write(code, out, filled);
            previous = code;
            width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
        }
        return filled;
    }

    private int code(int width) {
        while (buffered < width) {
            if (in == end) {
                return END;
            }
            buffer = (buffer << 8) | (file[in++] & 0xff);
            buffered += 8;
        }
        buffered -= width;
        return (buffer >>> buffered) & ((1 << width) - 1);
    }

    private byte first(int code) {
        int at = code;
        while (at >= FIRST) {
            at = prefix[at];
        }
        return last[at];
    }

    /** Writes a string from its end; what does not fit is left out. */
    private int write(int code, byte[] out, int filled) {
        int length = lengths[code];
        int at = code;
        for (int i = filled + length - 1; i >= filled; i--) {
            if (i < out.length) {
                out[i] = last[at];
            }
            at = prefix[at];
        }
        return Math.min(out.length, filled + length);
    }
}
