package io.wellstream.imaging.screen;

import java.util.List;

/**
 * How a screen's wells were imaged.
 *
 * @param channels ascending by number
 * @param sites fields of view per well
 * @param bitDepth of the source images, 8 or 16
 * @param pattern the path of the images
 */
public record Imaging(List<Channel> channels, int sites, int bitDepth, ImagePattern pattern) {
    public Imaging {
        channels = List.copyOf(channels);
        if (channels.isEmpty() || channels.size() > 99) {
            throw new IllegalArgumentException(channels.size() + " channels; expected 1 to 99");
        }
        for (int i = 1; i < channels.size(); i++) {
            if (channels.get(i - 1).number() >= channels.get(i).number()) {
                throw new IllegalArgumentException("channel " + channels.get(i).number() + " after "
                        + channels.get(i - 1).number() + "; expected ascending");
            }
        }
        if (sites < 1 || sites > 999) {
            throw new IllegalArgumentException(sites + " sites per well; expected 1 to 999");
        }
        boolean pages = channels.stream().anyMatch(channel -> channel.page() > 0);
        if (pages && channels.stream().anyMatch(channel -> channel.page() == 0)) {
            throw new IllegalArgumentException(
                    "some channels have a page and some have none; expected a page for each");
        }
        if (pattern.allChannels() && !pages && channels.size() != 3) {
            throw new IllegalArgumentException(
                    channels.size() + " channels in colour images; expected 3, as red, green and blue");
        }
        if (bitDepth != 8 && bitDepth != 16) {
            throw new IllegalArgumentException("bit depth " + bitDepth + "; expected 8 or 16");
        }
        if (bitDepth == 16 && pattern.allChannels() && !pages) {
            throw new IllegalArgumentException("bit depth 16 of colour images; expected 8");
        }
        for (Channel channel : channels) {
            if (bitDepth == 8 && channel.levels().isPresent()) {
                throw new IllegalArgumentException(
                        "levels of channel " + channel.number() + " at bit depth 8; expected bit depth 16");
            }
        }
    }

    /** The depth of the sites that are made of the images: 16 bits become 8 if the channels have levels, and else stay. */
    public Depth siteDepth() {
        return Depth.of(bitDepth == 16
                && channels.stream().allMatch(channel -> channel.levels().isEmpty()));
    }

    /** Whether a file holds the channels of a site as red, green and blue. */
    public boolean colour() {
        return pattern.allChannels() && channels.getFirst().page() == 0;
    }
}
