package io.wellstream.imaging.pixels;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNG files with chosen filters, several IDAT chunks and false headers. */
final class PngWriter {
    private final int width; // of a row, in samples
    private final int height;
    private final byte[] pixels;
    private int samples = 1; // per pixel
    private byte[] filters = {0, 1, 2, 3, 4};
    private int declaredWidth;
    private int declaredHeight;
    private int depth = 8;
    private int color;
    private int interlace;

    private PngWriter(int width, int height, byte[] pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
        this.declaredWidth = width;
        this.declaredHeight = height;
    }

    static PngWriter grey(int width, int height, byte[] pixels) {
        return new PngWriter(width, height, pixels);
    }

    /** @param pixels red, green and blue of each pixel */
    static PngWriter colours(int width, int height, byte[] pixels) {
        PngWriter writer =
                new PngWriter(3 * width, height, pixels).declared(width, height).mode(8, 2);
        writer.samples = 3;
        return writer;
    }

    static PngWriter random(int width, int height, long seed) {
        byte[] pixels = new byte[width * height];
        new Random(seed).nextBytes(pixels);
        return new PngWriter(width, height, pixels);
    }

    /** Row y gets filter {@code filters[y % length] mod 5}. */
    PngWriter filters(byte[] chosen) {
        filters = chosen.clone();
        return this;
    }

    PngWriter mode(int newDepth, int newColor) {
        depth = newDepth;
        color = newColor;
        return this;
    }

    PngWriter interlaced() {
        interlace = 1;
        return this;
    }

    PngWriter declared(int newWidth, int newHeight) {
        declaredWidth = newWidth;
        declaredHeight = newHeight;
        return this;
    }

    byte[] write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(declaredWidth).putInt(declaredHeight);
        header.put((byte) depth).put((byte) color).put((byte) 0).put((byte) 0).put((byte) interlace);
        chunk(out, "IHDR", header.array());
        chunk(out, "tEXt", "Software\0test".getBytes(StandardCharsets.ISO_8859_1));
        byte[] compressed = deflate(filtered());
        int half = compressed.length / 2;
        chunk(out, "IDAT", java.util.Arrays.copyOf(compressed, half));
        chunk(out, "IDAT", java.util.Arrays.copyOfRange(compressed, half, compressed.length));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private byte[] filtered() {
        byte[] rows = new byte[height * (width + 1)];
        for (int y = 0; y < height; y++) {
            int filter = Math.floorMod(filters[y % filters.length], 5);
            rows[y * (width + 1)] = (byte) filter;
            for (int x = 0; x < width; x++) {
                int a = at(x - samples, y);
                int b = at(x, y - 1);
                int c = at(x - samples, y - 1);
                int predicted =
                        switch (filter) {
                            case 0 -> 0;
                            case 1 -> a;
                            case 2 -> b;
                            case 3 -> (a + b) / 2;
                            default -> paeth(a, b, c);
                        };
                rows[y * (width + 1) + 1 + x] = (byte) (at(x, y) - predicted);
            }
        }
        return rows;
    }

    private static int paeth(int a, int b, int c) {
        int p = a + b - c;
        if (Math.abs(p - a) <= Math.abs(p - b) && Math.abs(p - a) <= Math.abs(p - c)) {
            return a;
        }
        return Math.abs(p - b) <= Math.abs(p - c) ? b : c;
    }

    private int at(int x, int y) {
        return x < 0 || y < 0 ? 0 : pixels[y * width + x] & 0xff;
    }

    private static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] typed = new byte[4 + data.length];
        System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, typed, 0, 4);
        System.arraycopy(data, 0, typed, 4, data.length);
        CRC32 crc = new CRC32();
        crc.update(typed);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(typed);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
