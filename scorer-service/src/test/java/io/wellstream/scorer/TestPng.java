package io.wellstream.scorer;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.SitePlanes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** PNG images as clients send them, written by another library than the one that reads them. */
public final class TestPng {
    private TestPng() {}

    /** A square of one grey level. */
    public static ByteString grey(int side, int level) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        int[] pixels = new int[side * side];
        Arrays.fill(pixels, level);
        image.getRaster().setPixels(0, 0, side, side, pixels);
        return png(image);
    }

    /** A square of one 16-bit grey level. */
    public static ByteString deepGrey(int side, int level) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_USHORT_GRAY);
        int[] pixels = new int[side * side];
        Arrays.fill(pixels, level);
        image.getRaster().setPixels(0, 0, side, side, pixels);
        return png(image);
    }

    public static ByteString colour(int side) {
        return png(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB));
    }

    /** A site of one grey level per channel, of the fixture's size. */
    public static SitePlanes site(int... levels) {
        SitePlanes.Builder site = SitePlanes.newBuilder();
        for (int level : levels) {
            site.addChannels(grey(ScreenFixture.SIDE, level));
        }
        return site.build();
    }

    /** A site of one 16-bit grey level per channel, of the fixture's size. */
    public static SitePlanes deepSite(int... levels) {
        SitePlanes.Builder site = SitePlanes.newBuilder();
        for (int level : levels) {
            site.addChannels(deepGrey(ScreenFixture.SIDE, level));
        }
        return site.build();
    }

    private static ByteString png(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteString.copyFrom(out.toByteArray());
    }
}
