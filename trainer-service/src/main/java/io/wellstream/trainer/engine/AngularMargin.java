package io.wellstream.trainer.engine;

import io.wellstream.trainer.network.Op;

/**
 * How training makes a class harder for its own samples (ArcFace, Deng et al. 2019): it replaces the logit s cos θ of a sample's class by
 * s cos(θ + m). Where θ + m would exceed π, s (cos θ - m sin m) goes on falling, as in the authors' code. It is applied in the loss of
 * training only.
 *
 * @param scale s
 * @param margin m, in radians
 */
public record AngularMargin(double scale, double margin) {
    /** Beyond it the angle is so small that its derivative is not finite in float32. */
    public static final double LARGEST_COSINE = 1 - 1e-6;

    public AngularMargin(Op.Cosine cosine) {
        this(cosine.scale(), cosine.margin());
    }

    /** The cosine up to which the angle plus the margin exceeds π. */
    public double smallestCosine() {
        return Math.cos(Math.PI - margin);
    }

    /** What the cosine loses where the angle plus the margin would exceed π. */
    public double loss() {
        return margin * Math.sin(margin);
    }

    /** The logit that replaces the logit of a sample's class. */
    public double logit(double plain) {
        double cosine = clamped(plain);
        return scale * (cosine > smallestCosine() ? Math.cos(Math.acos(cosine) + margin) : cosine - loss());
    }

    /** The derivative of {@link #logit}. */
    public double slope(double plain) {
        double cosine = clamped(plain);
        if (cosine != plain / scale) {
            return 0;
        }
        double angle = Math.acos(cosine);
        return cosine > smallestCosine() ? Math.sin(angle + margin) / Math.sin(angle) : 1;
    }

    private double clamped(double plain) {
        return Math.clamp(plain / scale, -LARGEST_COSINE, LARGEST_COSINE);
    }
}
