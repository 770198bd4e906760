package io.wellstream.imaging.pixels;

import io.wellstream.imaging.pixels.PngChunks.Chunk;
import java.util.Arrays;

/**
 * Decodes any PNG (W3C PNG, third edition) whose pixels are grey, without loss: 1 to 16 bits, RGB with equal parts, a palette of greys,
 * opaque alpha, interlaced. It is as strict as {@link PngDecoder} and allocates no more than ten bytes per declared pixel.
 */
final class PngGreyDecoder {
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };
    private static final int[][] WHOLE = {{0, 0, 1, 1}};

    private final byte[] file;
    private final PngChunks chunks;
    private byte[] palette = {};

    PngGreyDecoder(byte[] file) throws BadImageException {
        this.file = file;
        this.chunks = new PngChunks(file, "a grey");
    }

    GreyImage decode() throws BadImageException {
        Chunk first = chunks.header();
        PngKind kind = PngKind.read(file, first.start(), first.length());
        Chunk chunk = beforePixels(kind);
        int[][] passes = kind.interlaced() ? ADAM7 : WHOLE;
        PngInflater inflater = new PngInflater(file, bytes(kind, passes), kind.width() + "x" + kind.height());
        while (chunk.is("IDAT")) {
            inflater.add(chunk);
            chunk = chunks.next();
        }
        inflater.inflate();
        byte[] rows = inflater.rows();
        while (!chunk.is("IEND")) {
            refuseCritical(chunk);
            chunk = chunks.next();
        }
        chunks.expectEnd();
        return image(kind, passes, rows);
    }

    /** The first chunk of pixels; takes the palette on the way. */
    private Chunk beforePixels(PngKind kind) throws BadImageException {
        Chunk chunk = chunks.next();
        while (!chunk.is("IDAT")) {
            if (chunk.is("PLTE") && palette.length == 0) {
                palette = Arrays.copyOfRange(file, chunk.start(), chunk.start() + chunk.length());
            } else {
                refuseCritical(chunk);
            }
            chunk = chunks.next();
        }
        if (kind.hasPalette() && (palette.length == 0 || palette.length > 768 || palette.length % 3 != 0)) {
            throw new BadImageException("PNG is damaged: a palette of " + palette.length
                    + " bytes; expected 3 for each of 1 to 256 colours");
        }
        return chunk;
    }

    private static void refuseCritical(Chunk chunk) throws BadImageException {
        if (chunk.critical()) {
            throw new BadImageException("PNG chunk " + chunk.type() + " where a PNG has none");
        }
    }

    private static int bytes(PngKind kind, int[][] passes) {
        int bytes = 0;
        for (int[] pass : passes) {
            int width = steps(kind.width(), pass[0], pass[2]);
            bytes += width == 0
                    ? 0
                    : steps(kind.height(), pass[1], pass[3]) * (kind.row(width).bytes() + 1);
        }
        return bytes;
    }

    /** How many of the pixels of a side a pass has. */
    private static int steps(int side, int from, int step) {
        return Math.max(0, (side - from + step - 1) / step);
    }

    private GreyImage image(PngKind kind, int[][] passes, byte[] rows) throws BadImageException {
        short[] levels = new short[kind.width() * kind.height()];
        PngGreyPixel pixel = new PngGreyPixel(kind, palette, rows);
        int start = 0;
        for (int[] pass : passes) {
            int width = steps(kind.width(), pass[0], pass[2]);
            int height = width == 0 ? 0 : steps(kind.height(), pass[1], pass[3]);
            PngFilter.Shape row = kind.row(width);
            for (int y = 0; y < height; y++) {
                PngFilter.reverse(rows, y, start, row);
                int at = start + y * (row.bytes() + 1) + 1;
                int out = (pass[1] + y * pass[3]) * kind.width() + pass[0];
                for (int x = 0; x < width; x++) {
                    levels[out + x * pass[2]] = (short) pixel.grey(at, x);
                }
            }
            start += height * (row.bytes() + 1);
        }
        return new GreyImage(kind.width(), kind.height(), kind.depth() == 16 ? 16 : 8, levels);
    }
}
