package io.wellstream.imaging.normalize;

import io.wellstream.imaging.screen.SiteId;

/**
 * The statistics of one site and the role of its well, the input of a {@link Normalizer}.
 *
 * @param labelOrEmpty of its well, empty if it has none
 * @param control whether its well is a control
 */
public record SiteStatistics(SiteId site, String labelOrEmpty, boolean control, ChannelStatistics statistics) {}
