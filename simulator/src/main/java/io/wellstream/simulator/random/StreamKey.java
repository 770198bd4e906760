package io.wellstream.simulator.random;

import io.wellstream.imaging.random.SplitMix64;

/**
 * The name of a random stream: a path of words and numbers below the screen's seed.
 *
 * <p>Streams with different paths are independent, and a stream depends only on its path. Therefore pixels reveal no labels except
 * through effects: effects are drawn below {@code (seed, treatment, cell type)}, wells and cells below {@code (seed, experiment,
 * plate, well, site)}, and no path contains both.
 */
public record StreamKey(long value) {

    private static final long WORD = 0xD1B54A32D192ED03L;

    public static StreamKey root(long seed) {
        return new StreamKey(new SplitMix64(seed).nextLong());
    }

    public StreamKey at(String word) {
        long hash = WORD;
        for (int i = 0; i < word.length(); i++) {
            hash = SplitMix64.mix(hash ^ word.charAt(i));
        }
        return new StreamKey(SplitMix64.mix(value * 31 + hash));
    }

    public StreamKey at(long number) {
        return new StreamKey(SplitMix64.mix(value * 37 + SplitMix64.mix(number ^ ~WORD)));
    }

    public RandomStream open() {
        return new RandomStream(value);
    }
}
