package io.wellstream.imaging.augment;

/**
 * The splitmix64 generator (Steele, Lea and Flood, <i>Fast splittable pseudorandom number generators</i>, 2014, with
 * Stafford's mix 13). Written out because bytes depend on it: the JDK's generators do not promise their output.
 */
public final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    public SplitMix64(long seed) {
        state = seed;
    }

    static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Evenly from 0 to {@code bound} - 1, by rejection. */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound + "; expected 1 or more");
        }
        long limit = (1L << 32) / bound * bound;
        long bits = nextLong() >>> 32;
        while (bits >= limit) {
            bits = nextLong() >>> 32;
        }
        return (int) (bits % bound);
    }

    /** From 0 (inclusive) to 1 (exclusive), 53 bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Evenly between two numbers. */
    public double between(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** True once in two. */
    public boolean nextBoolean() {
        return nextLong() < 0;
    }
}
