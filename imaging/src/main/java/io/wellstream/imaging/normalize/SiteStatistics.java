package io.wellstream.imaging.normalize;

import io.wellstream.imaging.screen.SiteId;

/**
 * What is known of one site before anything is normalised.
 *
 * @param labelOrEmpty of its well, empty if it has none
 * @param control whether its well is a control
 */
public record SiteStatistics(SiteId site, String labelOrEmpty, boolean control, ChannelStatistics statistics) {}
