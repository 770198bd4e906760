package io.wellstream.imaging.random;

import java.util.List;

/**
 * The SplitMix64 generator (G. Steele, D. Lea, C. Flood, <i>Fast splittable pseudorandom number generators</i>, OOPSLA 2014, with
 * Stafford's mix 13). It is written out because published bytes depend on it and the JDK does not promise its generators' output.
 *
 * <p>Two methods draw below a bound, with different results for the same state: {@link #nextInt} uses 32 of the 64 bits and
 * {@link #below} uses 62. Augmented pixels and intervals of scores depend on the first, the order of training and the split of a
 * data set on the second, so both stay as they are.
 */
public final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    public SplitMix64(long seed) {
        state = seed;
    }

    /** A generator for one purpose; generators whose purpose or number differ are independent of each other. */
    public static SplitMix64 of(long seed, String purpose, long number) {
        long mixed = mix(seed + GOLDEN_GAMMA);
        for (int i = 0; i < purpose.length(); i++) {
            mixed = mix((mixed ^ purpose.charAt(i)) + GOLDEN_GAMMA);
        }
        return new SplitMix64(mix((mixed ^ number) + GOLDEN_GAMMA));
    }

    /** The generator's output function: a bijection of 64 bits in which every input bit affects every output bit. */
    public static long mix(long bits) {
        long a = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform from 0 to {@code bound} - 1, by rejection, from the upper 32 bits of each draw. */
    public int nextInt(int bound) {
        return bounded(bound, 32);
    }

    /** Uniform from 0 to {@code bound} - 1, by rejection, from the upper 62 bits of each draw. */
    public int below(int bound) {
        return bounded(bound, 62);
    }

    private int bounded(int bound, int bits) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound + "; expected 1 or more");
        }
        long limit = (1L << bits) / bound * bound;
        long draw;
        do {
            draw = nextLong() >>> (Long.SIZE - bits);
        } while (draw >= limit);
        return (int) (draw % bound);
    }

    /** Uniform from 0 (inclusive) to 1 (exclusive), with 53 bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform from {@code low} (inclusive) to {@code high} (exclusive). */
    public double between(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** True with probability one half. */
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /** From the standard normal distribution, by Box and Muller's transform; with StrictMath, so that every machine draws the same. */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /** Fisher and Yates' shuffle in place, from the last position down, with {@link #below}. */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }

    /** The shuffle of {@link #shuffle(int[])} for a list. */
    public <T> void shuffle(List<T> values) {
        for (int i = values.size() - 1; i > 0; i--) {
            values.set(i, values.set(below(i + 1), values.get(i)));
        }
    }
}
