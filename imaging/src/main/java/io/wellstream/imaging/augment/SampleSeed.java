package io.wellstream.imaging.augment;

import io.wellstream.imaging.random.SplitMix64;
import io.wellstream.imaging.screen.SiteId;

/** The seed of one sample's augmentations: depends only on (run seed, epoch, site), so that batching changes no pixel. */
public final class SampleSeed {
    private SampleSeed() {}

    public static long of(long runSeed, int epoch, SiteId site) {
        long seed = SplitMix64.mix(SplitMix64.mix(runSeed) + epoch);
        String name = site.toString();
        for (int i = 0; i < name.length(); i++) {
            seed = SplitMix64.mix(seed + name.charAt(i) + 1);
        }
        return seed;
    }
}
