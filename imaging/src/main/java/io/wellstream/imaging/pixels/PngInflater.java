package io.wellstream.imaging.pixels;

import io.wellstream.imaging.pixels.PngChunks.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The compressed part of a PNG: inflates the declared number of bytes and not more. {@link FastInflater} tries first; what it does not
 * accept goes to the platform's inflater, which reads it or finds out what is wrong.
 */
final class PngInflater {
    private final byte[] file;
    private final List<Chunk> parts = new ArrayList<>();
    private final byte[] rows; // each row after the number of its filter; then slack for the fast inflater
    private final int length; // of the rows
    private final String size;
    private int filled;

    /**
     * @param bytes of all rows
     * @param size of the image, for messages
     */
    PngInflater(byte[] file, int bytes, String size) {
        this.file = file;
        this.rows = new byte[bytes + FastInflater.SLACK];
        this.length = bytes;
        this.size = size;
    }

    /** Adds the next part of the compressed stream. */
    void add(Chunk part) {
        parts.add(part);
    }

    /** Inflates the parts as far as they go. */
    void inflate() throws BadImageException {
        int compressed = parts.stream().mapToInt(Chunk::length).sum();
        byte[] stream = new byte[compressed + BitReader.SLACK];
        int end = 0;
        for (Chunk part : parts) {
            System.arraycopy(file, part.start(), stream, end, part.length());
            end += part.length();
        }
        if (new FastInflater(stream, end, rows, length).inflate()) {
            filled = length;
        } else {
            inflateSlowly();
        }
    }

    private void inflateSlowly() throws BadImageException {
        try (Inflater inflater = new Inflater()) {
            for (Chunk part : parts) {
                inflate(inflater, part);
            }
            if (filled == length && !inflater.finished()) {
                throw new BadImageException("PNG is truncated: the checksum of its pixels is missing");
            }
        }
    }

    private void inflate(Inflater inflater, Chunk part) throws BadImageException {
        if (inflater.finished()) {
            if (part.length() > 0) {
                throw new BadImageException("PNG has more compressed bytes after the end of its pixels");
            }
            return;
        }
        inflater.setInput(file, part.start(), part.length());
        try {
            while (!inflater.finished() && !inflater.needsInput()) {
                filled += step(inflater);
            }
        } catch (DataFormatException e) {
            throw new BadImageException("PNG is damaged: its pixels do not decompress (" + e.getMessage() + ")", e);
        }
        if (inflater.finished() && inflater.getRemaining() > 0) {
            throw new BadImageException("PNG has " + inflater.getRemaining() + " compressed bytes too many");
        }
    }

    private int step(Inflater inflater) throws BadImageException, DataFormatException {
        if (filled < length) {
            int count = inflater.inflate(rows, filled, length - filled);
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

    /** All rows, after they were inflated; the caller may change them. */
    byte[] rows() throws BadImageException {
        if (filled < length) {
            throw new BadImageException(
                    "PNG is truncated: it holds " + filled + " of " + length + " bytes of its pixels");
        }
        return rows;
    }
}
