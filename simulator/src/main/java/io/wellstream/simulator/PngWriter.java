package io.wellstream.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * Encodes 8-bit grey PNGs (PNG specification, third edition) with uncompressed data and only the three required chunks: images of
 * one size give files of one size, so that neither size nor metadata can reveal a label, and the bytes do not depend on the version
 * of a compressor.
 */
final class PngWriter {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int LONGEST_BLOCK = 0xFFFF;

    private PngWriter() {}

    /** @param pixels grey levels, row by row */
    static byte[] encode(byte[] pixels, int width, int height) {
        byte[] data = zlibStored(rowsWithFilterByte(pixels, width, height));
        ByteBuffer png = ByteBuffer.allocate(SIGNATURE.length + 12 + 13 + 12 + data.length + 12);
        png.put(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 0, 0, 0, 0}) // 8 bits, grey, deflate, adaptive filter, not interlaced
                .array();
        putChunk(png, "IHDR", header);
        putChunk(png, "IDAT", data);
        putChunk(png, "IEND", new byte[0]);
        return png.array();
    }

    private static byte[] rowsWithFilterByte(byte[] pixels, int width, int height) {
        byte[] rows = new byte[(width + 1) * height]; // filter 0: none
        for (int y = 0; y < height; y++) {
            System.arraycopy(pixels, y * width, rows, y * (width + 1) + 1, width);
        }
        return rows;
    }

    /** A zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4). */
    private static byte[] zlibStored(byte[] bytes) {
        int blocks = (bytes.length + LONGEST_BLOCK - 1) / LONGEST_BLOCK;
        ByteBuffer out = ByteBuffer.allocate(2 + 5 * blocks + bytes.length + 4);
        out.put((byte) 0x78).put((byte) 0x01);
        for (int from = 0; from < bytes.length; from += LONGEST_BLOCK) {
            int length = Math.min(LONGEST_BLOCK, bytes.length - from);
            out.put((byte) (from + length == bytes.length ? 1 : 0));
            out.putShort(Short.reverseBytes((short) length)).putShort(Short.reverseBytes((short) ~length));
            out.put(bytes, from, length);
        }
        Adler32 sum = new Adler32();
        sum.update(bytes);
        return out.putInt((int) sum.getValue()).array();
    }

    private static void putChunk(ByteBuffer png, String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(name);
        check.update(content);
        png.putInt(content.length).put(name).put(content).putInt((int) check.getValue());
    }
}
