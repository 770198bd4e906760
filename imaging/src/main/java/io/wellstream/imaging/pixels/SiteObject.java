package io.wellstream.imaging.pixels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The object that holds the planes of one site, uncompressed. All numbers are little-endian:
 *
 * <pre>
 *  0  4 bytes  "WSIX"
 *  4  u16      version, 1
 *  6  u16      channels
 *  8  u32      width
 * 12  u32      height
 * 16           planes in the screen's order, each row by row from the top
 * </pre>
 *
 * It contains no checksum: its size and SHA-256 are in every reference to it.
 */
public final class SiteObject {
    /** Names this format in object keys. */
    public static final String FORMAT = "six1";

    private static final byte[] MAGIC = "WSIX".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEADER = 16;

    private SiteObject() {}

    public static byte[] encode(SiteImage site) {
        int area = site.width() * site.height();
        ByteBuffer out = ByteBuffer.allocate(HEADER + site.channels() * area).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).putShort((short) VERSION).putShort((short) site.channels());
        out.putInt(site.width()).putInt(site.height());
        for (Plane plane : site.planes()) {
            out.put(plane.pixels());
        }
        return out.array();
    }

    /** Reads what {@link #encode} writes. */
    public static SiteImage decode(byte[] bytes) throws BadImageException {
        if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new BadImageException(bytes.length + " bytes that do not begin as a site object");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        int version = Short.toUnsignedInt(in.getShort());
        int channels = Short.toUnsignedInt(in.getShort());
        int width = in.getInt();
        int height = in.getInt();
        if (version != VERSION) {
            throw new BadImageException("site object of version " + version + "; expected " + VERSION);
        }
        if (channels < 1 || channels > SiteImage.MAX_CHANNELS) {
            throw new BadImageException("site object of " + channels + " channels");
        }
        if (width < 1 || width > Plane.MAX_SIDE || height < 1 || height > Plane.MAX_SIDE) {
            throw new BadImageException("site object of " + Integer.toUnsignedString(width) + "x"
                    + Integer.toUnsignedString(height) + "; expected sides of 1 to " + Plane.MAX_SIDE);
        }
        long expected = HEADER + (long) channels * width * height;
        if (bytes.length != expected) {
            throw new BadImageException("site object of " + bytes.length + " bytes; its header says " + expected);
        }
        List<Plane> planes = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            byte[] pixels = new byte[width * height];
            in.get(pixels);
            planes.add(new Plane(width, height, pixels));
        }
        return new SiteImage(planes);
    }
}
