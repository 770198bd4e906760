package io.wellstream.imaging.pixels;

import io.wellstream.imaging.screen.Depth;
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
 *  4  u16      version: 1 for grey levels of 8 bits, 2 for 16 bits
 *  6  u16      channels
 *  8  u32      width
 * 12  u32      height
 * 16           planes in the screen's order, each row by row from the top: u8 or u16 per pixel
 * </pre>
 *
 * It contains no checksum: its size and SHA-256 are in every reference to it.
 */
public final class SiteObject {
    /** Names the format of 8-bit sites in object keys. */
    public static final String FORMAT = "six1";

    private static final String DEEP_FORMAT = "six2";
    private static final byte[] MAGIC = "WSIX".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 16;

    private SiteObject() {}

    /** Names the format of sites of a depth in object keys. */
    public static String format(Depth depth) {
        return depth.isSixteen() ? DEEP_FORMAT : FORMAT;
    }

    private static int version(Depth depth) {
        return depth.isSixteen() ? 2 : 1;
    }

    /** @param site of whole levels */
    public static byte[] encode(SiteImage site) {
        long area = (long) site.width() * site.height();
        ByteBuffer out = ByteBuffer.allocate(
                        Math.toIntExact(size(site.depth(), site.channels(), site.width(), site.height())))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).putShort((short) version(site.depth())).putShort((short) site.channels());
        out.putInt(site.width()).putInt(site.height());
        for (Plane plane : site.planes()) {
            if (site.depth().isSixteen()) {
                out.asShortBuffer().put(plane.numbers());
                out.position(out.position() + Math.toIntExact(Short.BYTES * area));
            } else {
                out.put(plane.pixels());
            }
        }
        return out.array();
    }

    private static long size(Depth depth, int channels, int width, int height) {
        return HEADER + (long) depth.bytes() * channels * width * height;
    }

    /** Reads what {@link #encode} writes. */
    public static SiteImage decode(byte[] bytes) throws BadImageException {
        if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new BadImageException(bytes.length + " bytes that do not begin as a site object");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        Depth depth = depth(Short.toUnsignedInt(in.getShort()));
        int channels = Short.toUnsignedInt(in.getShort());
        int width = in.getInt();
        int height = in.getInt();
        if (channels < 1 || channels > SiteImage.MAX_CHANNELS) {
            throw new BadImageException("site object of " + channels + " channels");
        }
        if (width < 1 || width > Plane.MAX_SIDE || height < 1 || height > Plane.MAX_SIDE) {
            throw new BadImageException("site object of " + Integer.toUnsignedString(width) + "x"
                    + Integer.toUnsignedString(height) + "; expected sides of 1 to " + Plane.MAX_SIDE);
        }
        long expected = size(depth, channels, width, height);
        if (bytes.length != expected) {
            throw new BadImageException("site object of " + bytes.length + " bytes; its header says " + expected);
        }
        List<Plane> planes = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            planes.add(plane(in, depth, width, height));
        }
        return new SiteImage(planes);
    }

    private static Depth depth(int version) throws BadImageException {
        for (Depth depth : Depth.values()) {
            if (version(depth) == version) {
                return depth;
            }
        }
        throw new BadImageException("site object of version " + version + "; expected 1 or 2");
    }

    private static Plane plane(ByteBuffer in, Depth depth, int width, int height) {
        if (depth.isSixteen()) {
            short[] levels = new short[width * height];
            in.asShortBuffer().get(levels);
            in.position(in.position() + Short.BYTES * levels.length);
            return new Plane(width, height, levels);
        }
        byte[] pixels = new byte[width * height];
        in.get(pixels);
        return new Plane(width, height, pixels);
    }
}
