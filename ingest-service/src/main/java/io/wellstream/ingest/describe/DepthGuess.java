package io.wellstream.ingest.describe;

import io.wellstream.imaging.screen.Depth;
import io.wellstream.ingest.pixels.LevelSample;
import java.util.Collection;
import java.util.Optional;

/**
 * The depth that is proposed for the sites of a screen: 16 bits if all channels have 16-bit images that hold more than 8 bits; else 8 bits,
 * with levels for the channels that have 16-bit images.
 */
record DepthGuess(Depth depth) {
    /** @param samples of the channels; empty for those that have no 16-bit images */
    static DepthGuess of(Collection<Optional<LevelSample>> samples) {
        boolean all = !samples.isEmpty() && samples.stream().allMatch(Optional::isPresent);
        return new DepthGuess(
                Depth.of(all && !samples.stream().flatMap(Optional::stream).allMatch(LevelSample::holdsBytes)));
    }

    /** The keys of a channel in {@code screen.yaml}, after others. */
    String keys(Optional<LevelSample> sample) {
        return depth.isSixteen()
                ? ""
                : sample.map(levels -> ", " + levels.proposal()).orElse("");
    }

    /** A remark at the end of a channel's line. */
    String remark(Optional<LevelSample> sample) {
        return depth.isSixteen()
                ? sample.map(levels -> " # for 8 bits add " + levels.proposal()).orElse("")
                : "";
    }

    /** What a person should confirm of a channel. */
    Optional<String> question(int channel, Optional<LevelSample> sample) {
        return sample.map(levels -> depth.isSixteen()
                ? "Is channel %d to keep its 16 bits? It has %s. For 8 bits, add %s, and levels to every other channel."
                        .formatted(channel, levels.says(), levels.proposal())
                : "Do black and white of channel %d suit the whole screen? It has %s."
                        .formatted(channel, levels.says()));
    }
}
