package io.wellstream.trainer.mixing;

import io.wellstream.imaging.random.SplitMix64;

/** Draws from Beta distributions, with StrictMath, so that every machine draws the same. */
final class BetaDraw {
    private BetaDraw() {}

    /** From Beta(shape, shape): the share of the first of two gamma variables. */
    static double symmetric(SplitMix64 random, double shape) {
        while (true) {
            double one = gamma(random, shape);
            double other = gamma(random, shape);
            if (one + other > 0) { // both can underflow for a small shape
                return one / (one + other);
            }
        }
    }

    /** Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, 2000; for shapes below 1 with their section 6. */
    private static double gamma(SplitMix64 random, double shape) {
        if (shape < 1) {
            return gamma(random, shape + 1) * StrictMath.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double root = 1 + c * x;
            if (root > 0) {
                double v = root * root * root;
                double u = 1 - random.nextDouble();
                if (StrictMath.log(u) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }
}
