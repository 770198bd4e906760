package io.wellstream.ingest.pixels.tiff;

import io.wellstream.imaging.pixels.BadImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The numbers in a TIFF file, in its byte order; a place outside the file is an error. */
final class TiffBytes {
    private static final int CLASSIC = 42;
    private static final int BIG = 43;

    private final byte[] file;
    private final ByteBuffer numbers;
    private final boolean big;

    TiffBytes(byte[] file) throws BadImageException {
        if (!isTiff(file)) {
            throw new BadImageException("not a TIFF: it begins with other bytes");
        }
        this.file = file;
        this.numbers = ByteBuffer.wrap(file).order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        this.big = numbers.getShort(2) == BIG;
        if (big && (number(4, 2) != 8 || number(6, 2) != 0)) {
            throw new BadImageException(
                    "TIFF is damaged: offsets of " + number(4, 2) + " bytes in a BigTIFF; expected 8");
        }
    }

    static boolean isTiff(byte[] file) {
        if (file.length < 8 || file[0] != file[1] || (file[0] != 'I' && file[0] != 'M')) {
            return false;
        }
        int version = file[0] == 'I' ? file[2] | (file[3] << 8) : file[3] | (file[2] << 8);
        return version == CLASSIC || version == BIG;
    }

    byte[] file() {
        return file;
    }

    ByteOrder order() {
        return numbers.order();
    }

    /** Whether offsets have 8 bytes. */
    boolean big() {
        return big;
    }

    /** The bytes of an offset, of a count of values, and of a place for values. */
    int offsetBytes() {
        return big ? 8 : 4;
    }

    /** An unsigned number of 1, 2, 4 or 8 bytes. */
    long number(long at, int bytes) throws BadImageException {
        require(at, bytes);
        int place = Math.toIntExact(at);
        return switch (bytes) {
            case 1 -> file[place] & 0xff;
            case 2 -> numbers.getShort(place) & 0xffff;
            case 4 -> numbers.getInt(place) & 0xffff_ffffL;
            default -> numbers.getLong(place);
        };
    }

    /** Throws unless the file has these bytes. */
    void require(long at, long bytes) throws BadImageException {
        if (at < 0 || bytes < 0 || bytes > file.length || at > file.length - bytes) {
            throw new BadImageException("TIFF is truncated or damaged: it refers to " + Long.toUnsignedString(bytes)
                    + " bytes at " + Long.toUnsignedString(at) + ", and has " + file.length);
        }
    }
}
