package io.wellstream.scorer.experiment;

import io.wellstream.imaging.adapt.AdaptationRule;
import io.wellstream.imaging.adapt.MeasuredSites;
import io.wellstream.imaging.adapt.SiteCandidate;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.site.Screens;
import io.wellstream.scorer.site.StoredSite;
import io.wellstream.wire.keys.Sha256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The ingested sites from which an experiment's batch-norm statistics are measured.
 *
 * @param batches of equal size; empty if the experiment cannot be adapted to
 */
record AdaptationSample(MeasuredSites chosen, List<List<StoredSite>> batches) {
    AdaptationSample {
        batches = batches.stream().map(List::copyOf).toList();
    }

    /**
     * Draws from all wells of an experiment.
     *
     * @param largestBatch the largest batch that the model can compute
     */
    static AdaptationSample of(
            DatasetId dataset, Collection<WellIngested> wells, AdaptationRule rule, int largestBatch) {
        Map<SiteId, StoredSite> sites = new HashMap<>();
        List<SiteCandidate> candidates = new ArrayList<>();
        for (WellIngested well : wells) {
            for (StoredSite site : StoredSite.of(dataset, well)) {
                if (site.ingested().getMaskedCount() > 0) {
                    continue; // zeros in place of a channel are no measurement
                }
                sites.put(site.id(), site);
                candidates.add(
                        new SiteCandidate(site.id(), Sha256.hex(site.ingested().getSha256()), Screens.isControl(well)));
            }
        }
        MeasuredSites chosen = rule.choose(candidates, largestBatch);
        return new AdaptationSample(
                chosen,
                chosen.batches().stream()
                        .map(batch -> batch.stream()
                                .map(site -> Objects.requireNonNull(sites.get(site)))
                                .toList())
                        .toList());
    }

    /** The number of sites to choose from. */
    int known() {
        return chosen.known();
    }

    boolean isRefused() {
        return batches.isEmpty();
    }

    int sites() {
        return chosen.sites();
    }
}
