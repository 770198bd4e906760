package io.wellstream.ingest.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes grey levels as a TIFF file: one uncompressed strip, little-endian. */
final class GreyTiff {
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int TAGS = 9;
    private static final int HEADER = 8 + 2 + 12 * TAGS + 4;

    private GreyTiff() {}

    /**
     * The file.
     *
     * @param bytes of a level, 1 or 2
     * @param levels row by row from the top, little-endian
     */
    static byte[] write(int width, int height, int bytes, byte[] levels) {
        ByteBuffer file = ByteBuffer.allocate(HEADER + levels.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        file.putShort((short) TAGS);
        tag(file, 256, LONG, width);
        tag(file, 257, LONG, height);
        tag(file, 258, SHORT, 8 * bytes); // bits of a level
        tag(file, 259, SHORT, 1); // not compressed
        tag(file, 262, SHORT, 1); // 0 is black
        tag(file, 273, LONG, HEADER); // the strip's place
        tag(file, 277, SHORT, 1); // grey
        tag(file, 278, LONG, height); // rows of the strip
        tag(file, 279, LONG, levels.length);
        file.putInt(0); // no further page
        return file.put(levels).array();
    }

    private static void tag(ByteBuffer file, int number, int type, int value) {
        file.putShort((short) number).putShort((short) type).putInt(1).putInt(value);
    }
}
