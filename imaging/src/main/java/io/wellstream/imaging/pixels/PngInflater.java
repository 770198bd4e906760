package io.wellstream.imaging.pixels;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The compressed part of a PNG: inflates the declared number of bytes and not more. */
final class PngInflater implements AutoCloseable {
    private final Inflater inflater = new Inflater();
    private final byte[] rows; // each row after the number of its filter
    private final String size;
    private int filled;

    /**
     * @param bytes of all rows
     * @param size of the image, for messages
     */
    PngInflater(int bytes, String size) {
        this.rows = new byte[bytes];
        this.size = size;
    }

    /** Inflates the next part of the compressed stream. */
    void inflate(byte[] file, int start, int length) throws BadImageException {
        if (inflater.finished()) {
            if (length > 0) {
                throw new BadImageException("PNG has more compressed bytes after the end of its pixels");
            }
            return;
        }
        inflater.setInput(file, start, length);
        try {
            while (!inflater.finished() && !inflater.needsInput()) {
                filled += step();
            }
        } catch (DataFormatException e) {
            throw new BadImageException("PNG is damaged: its pixels do not decompress (" + e.getMessage() + ")", e);
        }
        if (inflater.finished() && inflater.getRemaining() > 0) {
            throw new BadImageException("PNG has " + inflater.getRemaining() + " compressed bytes too many");
        }
    }

    private int step() throws BadImageException, DataFormatException {
        if (filled < rows.length) {
            int count = inflater.inflate(rows, filled, rows.length - filled);
            if (count == 0 && inflater.needsDictionary()) {
                throw new BadImageException("PNG is damaged: its pixels need a preset dictionary");
            }
            return count;
        }
        // All rows are complete: only the end of the stream may follow, with its checksum.
        if (inflater.inflate(new byte[1]) > 0) {
            throw new BadImageException("PNG holds more pixels than the " + size + " it declares");
        }
        return 0;
    }

    /** How many bytes have been inflated. */
    int filled() {
        return filled;
    }

    /** All rows, after the whole stream was inflated; the caller may change them. */
    byte[] rows() throws BadImageException {
        if (filled < rows.length) {
            throw new BadImageException(
                    "PNG is truncated: it holds " + filled + " of " + rows.length + " bytes of its pixels");
        }
        if (!inflater.finished()) {
            throw new BadImageException("PNG is truncated: the checksum of its pixels is missing");
        }
        return rows;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
