package io.wellstream.imaging.adapt;

import io.wellstream.imaging.screen.SiteId;

/**
 * A site of an experiment that can be measured.
 *
 * @param digest of its object, in lower-case hexadecimal
 * @param control whether its well is a control
 */
public record SiteCandidate(SiteId id, String digest, boolean control) {}
