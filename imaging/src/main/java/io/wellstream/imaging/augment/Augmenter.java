package io.wellstream.imaging.augment;

import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Applies augmentations: pure functions of their arguments that give the same bytes on every machine. */
public final class Augmenter {
    private Augmenter() {}

    /**
     * Applies the choices about pixels in their order; {@link #apply(Normalization.Sample, List)} applies those about values.
     *
     * @throws IllegalArgumentException if the choices do not give a square of {@code side} pixels
     */
    public static SiteImage apply(SiteImage site, List<Augmentation> choices, int side) {
        byte[] pixels = new byte[site.channels() * side * side * site.depth().bytes()];
        new AugmentKernel().apply(site, choices, side, pixels, 0);
        if (site.depth().isSixteen()) {
            return sixteenBit(site, side, pixels);
        }
        List<Plane> planes = new ArrayList<>(site.channels());
        for (int channel = 0; channel < site.channels(); channel++) {
            int start = channel * side * side;
            planes.add(new Plane(side, side, Arrays.copyOfRange(pixels, start, start + side * side)));
        }
        return new SiteImage(planes);
    }

    private static SiteImage sixteenBit(SiteImage site, int side, byte[] pixels) {
        ShortBuffer numbers =
                ByteBuffer.wrap(pixels).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        List<Plane> planes = new ArrayList<>(site.channels());
        for (Plane source : site.planes()) {
            short[] plane = new short[side * side];
            numbers.get(plane);
            planes.add(new Plane(side, side, plane, source.finestUnit()));
        }
        return new SiteImage(planes);
    }

    /** Applies the choices about values in their order. */
    public static Normalization.Sample apply(Normalization.Sample values, List<Augmentation> choices) {
        Normalization.Sample result = values;
        for (Augmentation choice : choices) {
            if (choice instanceof Augmentation.OfValues ofValues) {
                result = switch (ofValues) {
                    case Augmentation.DropChannel drop -> without(result, drop.channel());
                };
            }
        }
        return result;
    }

    /** Applies the choices about values in their order, for the pixels that {@link AugmentKernel} makes of a site. */
    public static Normalization.Sample apply(Normalization.Sample values, List<Augmentation> choices, SiteImage site) {
        Normalization.Sample result = apply(values, choices);
        return site.depth().isSixteen() ? result.stored(site.finestUnits()) : result;
    }

    private static Normalization.Sample without(Normalization.Sample values, int channel) {
        float[] scale = values.scale().clone();
        float[] offset = values.offset().clone();
        scale[channel] = 0;
        offset[channel] = 0;
        return new Normalization.Sample(scale, offset);
    }
}
