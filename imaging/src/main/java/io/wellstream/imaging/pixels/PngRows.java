package io.wellstream.imaging.pixels;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The compressed part of an 8-bit PNG: inflates exactly the declared rows and reverses their filters. */
final class PngRows implements AutoCloseable {
    private final int width; // of a row, in samples
    private final int height;
    private final int samples;
    private final Inflater inflater = new Inflater();
    private final byte[] rows; // [y, 1 + x]: each row after the number of its filter
    private int filled;

    /** @param samples per pixel */
    PngRows(int width, int height, int samples) {
        this.width = width * samples;
        this.height = height;
        this.samples = samples;
        this.rows = new byte[height * (this.width + 1)];
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
            throw new BadImageException(
                    "PNG holds more pixels than the " + width / samples + "x" + height + " it declares");
        }
        return 0;
    }

    /** All samples, row by row and pixel by pixel, after the whole stream was inflated. */
    byte[] pixels() throws BadImageException {
        if (filled < rows.length) {
            throw new BadImageException(
                    "PNG is truncated: it holds " + filled / (width + 1) + " whole rows of " + height);
        }
        if (!inflater.finished()) {
            throw new BadImageException("PNG is truncated: the checksum of its pixels is missing");
        }
        byte[] pixels = new byte[width * height];
        for (int y = 0; y < height; y++) {
            if (samples == 1) {
                unfilter(y, pixels);
            } else {
                PngColourRow.unfilter(rows, y * (width + 1), pixels, y * width, new PngColourRow.Shape(width, samples));
            }
        }
        return pixels;
    }

    private void unfilter(int y, byte[] pixels) throws BadImageException {
        int in = y * (width + 1);
        int out = y * width;
        int filter = rows[in++];
        switch (filter) {
            case 0 -> System.arraycopy(rows, in, pixels, out, width);
            case 1 -> sub(in, pixels, out);
            case 2 -> up(in, pixels, out);
            case 3 -> average(in, pixels, out);
            case 4 -> paeth(in, pixels, out);
            default ->
                throw new BadImageException(
                        "PNG is damaged: row " + y + " has filter " + (filter & 0xff) + "; expected 0 to 4");
        }
    }

    private void sub(int in, byte[] pixels, int out) {
        int left = 0;
        for (int x = 0; x < width; x++) {
            left = rows[in + x] + left;
            pixels[out + x] = (byte) left;
        }
    }

    private void up(int in, byte[] pixels, int out) {
        if (out == 0) {
            System.arraycopy(rows, in, pixels, out, width);
            return;
        }
        for (int x = 0; x < width; x++) {
            pixels[out + x] = (byte) (rows[in + x] + pixels[out - width + x]);
        }
    }

    private void average(int in, byte[] pixels, int out) {
        int left = 0;
        for (int x = 0; x < width; x++) {
            int above = out == 0 ? 0 : pixels[out - width + x] & 0xff;
            left = (rows[in + x] + (left + above) / 2) & 0xff;
            pixels[out + x] = (byte) left;
        }
    }

    private void paeth(int in, byte[] pixels, int out) {
        int left = 0;
        int aboveLeft = 0;
        for (int x = 0; x < width; x++) {
            int above = out == 0 ? 0 : pixels[out - width + x] & 0xff;
            int toLeft = Math.abs(above - aboveLeft);
            int toAbove = Math.abs(left - aboveLeft);
            int toBoth = Math.abs(left + above - 2 * aboveLeft);
            int predicted = toLeft <= toAbove && toLeft <= toBoth ? left : toAbove <= toBoth ? above : aboveLeft;
            left = (rows[in + x] + predicted) & 0xff;
            pixels[out + x] = (byte) left;
            aboveLeft = above;
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
