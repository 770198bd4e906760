package io.wellstream.imaging.screen;

import java.util.Comparator;

/**
 * A site (field of view) of a well, written {@code HEPG2-08/1/B03/s2}.
 *
 * @param number from 1
 */
public record SiteId(WellId well, int number) implements Comparable<SiteId> {
    private static final Comparator<SiteId> ORDER =
            Comparator.comparing(SiteId::well).thenComparingInt(SiteId::number);

    public SiteId {
        if (number < 1 || number > 999) {
            throw new IllegalArgumentException("site " + number + " of " + well + "; expected 1 to 999");
        }
    }

    @Override
    public int compareTo(SiteId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return well + "/s" + number;
    }
}
