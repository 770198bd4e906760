package io.wellstream.imaging.augment;

import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Applies augmentations: pure functions of their arguments that give the same bytes on every machine. */
public final class Augmenter {
    private Augmenter() {}

    /**
     * Applies the choices about pixels in their order; {@link #apply(Normalization.Sample, List)} applies those about values.
     *
     * @throws IllegalArgumentException if the choices do not give a square of {@code side} pixels
     */
    public static SiteImage apply(SiteImage site, List<Augmentation> choices, int side) {
        SiteImage image = site;
        for (Augmentation choice : choices) {
            if (choice instanceof Augmentation.OfPixels ofPixels) {
                image = each(image, plane -> apply(plane, ofPixels));
            }
        }
        if (image.width() != side || image.height() != side) {
            throw new IllegalArgumentException(
                    "augmentations " + choices + " give " + image + "; expected side " + side);
        }
        return image;
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

    private static SiteImage each(SiteImage image, UnaryOperator<Plane> change) {
        List<Plane> planes = new ArrayList<>(image.channels());
        for (Plane plane : image.planes()) {
            planes.add(change.apply(plane));
        }
        return new SiteImage(planes);
    }

    private static Plane apply(Plane plane, Augmentation.OfPixels choice) {
        return switch (choice) {
            case Augmentation.Resize resize -> Resizer.resize(plane, resize.side(), resize.sampling());
            case Augmentation.Crop crop -> Geometry.crop(plane, crop);
            case Augmentation.Zoom zoom -> Geometry.zoom(plane, zoom);
            case Augmentation.FlipHorizontally() -> Geometry.flipHorizontally(plane);
            case Augmentation.FlipVertically() -> Geometry.flipVertically(plane);
            case Augmentation.Transpose() -> Geometry.transpose(plane);
            case Augmentation.Add add -> Tone.add(add.levels()).apply(plane);
            case Augmentation.Multiply multiply ->
                Tone.multiply(multiply.factor()).apply(plane);
            case Augmentation.Contrast contrast ->
                Tone.contrast(contrast.factor()).apply(plane);
        };
    }

    private static Normalization.Sample without(Normalization.Sample values, int channel) {
        float[] scale = values.scale().clone();
        float[] offset = values.offset().clone();
        scale[channel] = 0;
        offset[channel] = 0;
        return new Normalization.Sample(scale, offset);
    }
}
