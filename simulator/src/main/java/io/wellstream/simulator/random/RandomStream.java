package io.wellstream.simulator.random;

import io.wellstream.imaging.random.SplitMix64;

/**
 * The distributions that the simulator draws from, on top of {@link SplitMix64}. Every draw is specified to the bit, so a screen's
 * pixels do not depend on the Java release that drew them.
 */
public final class RandomStream {
    /** Four 16-bit uniforms have this mean and, summed, this standard deviation. */
    private static final float FOUR_UNIFORMS_MEAN = 2f * 65535f;

    private static final float FOUR_UNIFORMS_SD = 37837.2f;

    private final SplitMix64 bits;

    public RandomStream(long seed) {
        bits = new SplitMix64(seed);
    }

    long nextLong() {
        return bits.nextLong();
    }

    /** Uniform in [0, 1). */
    public double nextDouble() {
        return bits.nextDouble();
    }

    public double uniform(double low, double high) {
        return bits.between(low, high);
    }

    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /** Uniform in [0, bound), by multiplication, which gives other numbers than the bounded draws of {@link SplitMix64}. */
    public int nextInt(int bound) {
        return (int) StrictMath.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
    }

    /** Standard normal, by the Box–Muller transform. */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
    }

    /** Approximately normal (four uniforms) with mean 0 and SD 1, for the millions of draws of image grain. */
    public float nextGrain() {
        long drawn = nextLong();
        long sum = (drawn & 0xFFFF) + (drawn >>> 16 & 0xFFFF) + (drawn >>> 32 & 0xFFFF) + (drawn >>> 48);
        return (sum - FOUR_UNIFORMS_MEAN) / FOUR_UNIFORMS_SD;
    }

    /** The factor e^(sd·z): its logarithm has mean 0 and the given SD. */
    public double nextLogNormal(double sd) {
        return StrictMath.exp(sd * nextGaussian());
    }

    public int nextPoisson(double mean) {
        double limit = StrictMath.exp(-mean);
        double product = nextDouble();
        int count = 0;
        while (product > limit) {
            product *= nextDouble();
            count++;
        }
        return count;
    }

    /** A permutation of 0 … size-1, by Fisher and Yates. */
    public int[] nextPermutation(int size) {
        int[] permutation = new int[size];
        for (int i = 0; i < size; i++) {
            int j = nextInt(i + 1);
            permutation[i] = permutation[j];
            permutation[j] = i;
        }
        return permutation;
    }
}
