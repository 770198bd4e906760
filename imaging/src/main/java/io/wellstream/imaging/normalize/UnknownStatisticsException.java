package io.wellstream.imaging.normalize;

import io.wellstream.imaging.screen.SiteId;

/** A sample cannot be normalised as its model requires, because its plate or experiment is unknown. */
public final class UnknownStatisticsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient SiteId site;

    UnknownStatisticsException(SiteId site, String missing) {
        super("site " + site + " cannot be normalised: " + missing);
        this.site = site;
    }

    public SiteId site() {
        return site;
    }
}
