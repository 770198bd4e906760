package io.wellstream.imaging.adapt;

import io.wellstream.imaging.screen.SiteId;
import java.util.List;

/**
 * The sites of an experiment on which batch norms are measured.
 *
 * @param known the number of sites to choose from
 * @param batches of equal size, each with sites of all plates; empty if the experiment cannot be adapted to
 * @param controls how many sites of each batch were mixed in from controls
 * @param refused why the experiment cannot be adapted to; empty if it can
 */
public record MeasuredSites(int known, List<List<SiteId>> batches, int controls, String refused) {
    public MeasuredSites {
        batches = batches.stream().map(List::copyOf).toList();
    }

    static MeasuredSites refused(int known, String reason) {
        return new MeasuredSites(known, List.of(), 0, reason);
    }

    public boolean isRefused() {
        return batches.isEmpty();
    }

    /** How many sites are measured; a site that is in two batches counts twice. */
    public int sites() {
        return batches.stream().mapToInt(List::size).sum();
    }

    /** How many of them are mixed in from controls. */
    public int controlSites() {
        return batches.size() * controls;
    }
}
