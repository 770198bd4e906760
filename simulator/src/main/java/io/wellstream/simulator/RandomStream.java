package io.wellstream.simulator;

/**
 * SplitMix64 (Steele, Lea, Flood 2014) with the few distributions that the simulator draws from. Its output is
 * specified here to the bit, so a screen's pixels do not depend on the Java release that drew them.
 */
final class RandomStream {

    static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    /** Four 16-bit uniforms have this mean and, summed, this standard deviation. */
    private static final float FOUR_UNIFORMS_MEAN = 2f * 65535f;

    private static final float FOUR_UNIFORMS_SD = 37837.2f;

    private long state;

    RandomStream(long state) {
        this.state = state;
    }

    static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    double uniform(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /** Uniform in [0, bound). */
    int nextInt(int bound) {
        return (int) StrictMath.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
    }

    /** Standard normal, by Box and Muller. */
    double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
    }

    /** Nearly normal (four uniforms) with mean 0 and SD 1, for the millions of draws that only become grain. */
    float nextGrain() {
        long bits = nextLong();
        long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum - FOUR_UNIFORMS_MEAN) / FOUR_UNIFORMS_SD;
    }

    /** The factor e^(sd·z): its logarithm has mean 0 and the given SD. */
    double nextLogNormal(double sd) {
        return StrictMath.exp(sd * nextGaussian());
    }

    int nextPoisson(double mean) {
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
    int[] nextPermutation(int size) {
        int[] permutation = new int[size];
        for (int i = 0; i < size; i++) {
            int j = nextInt(i + 1);
            permutation[i] = permutation[j];
            permutation[j] = i;
        }
        return permutation;
    }
}
