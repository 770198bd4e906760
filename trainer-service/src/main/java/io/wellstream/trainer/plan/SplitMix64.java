package io.wellstream.trainer.plan;

import java.util.List;

/**
 * The generator behind every order in a run. Its output is specified (G. Steele, D. Lea, C. Flood, <i>Fast splittable
 * pseudorandom number generators</i>, OOPSLA 2014), so a plan is the same on any machine and any Java.
 */
public final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    SplitMix64(long seed) {
        state = seed;
    }

    /** A generator for one purpose of a run; purposes with different names or numbers are independent of each other. */
    public static SplitMix64 of(long seed, String purpose, long number) {
        long mixed = mix(seed + GOLDEN_GAMMA);
        for (int i = 0; i < purpose.length(); i++) {
            mixed = mix((mixed ^ purpose.charAt(i)) + GOLDEN_GAMMA);
        }
        return new SplitMix64(mix((mixed ^ number) + GOLDEN_GAMMA));
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in 0 … bound − 1: values that would favour small numbers are drawn again. */
    public int below(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound + "; expected at least 1");
        }
        long limit = (1L << 62) / bound * bound;
        long draw;
        do {
            draw = next() >>> 2;
        } while (draw >= limit);
        return (int) (draw % bound);
    }

    /** Fisher and Yates' shuffle, in place, from the last position down. */
    void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }

    /** As {@link #shuffle(int[])}. */
    <T> void shuffle(List<T> values) {
        for (int i = values.size() - 1; i > 0; i--) {
            int j = below(i + 1);
            T kept = values.get(i);
            values.set(i, values.get(j));
            values.set(j, kept);
        }
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
