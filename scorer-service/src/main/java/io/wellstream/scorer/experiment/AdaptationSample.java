package io.wellstream.scorer.experiment;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.scorer.site.Screens;
import io.wellstream.scorer.site.StoredSite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sites that stand for an experiment when its batch-norm statistics are taken: as if drawn by lot from wells such as the model was
 * trained on, as many of each plate as of the others, and the same whoever draws them. ADR 24 says why so many.
 *
 * @param known sites that could have been drawn
 * @param batches of equal size, plates mixed in each; none if there are too few sites
 */
record AdaptationSample(int known, List<List<StoredSite>> batches) {
    /** Sites of one batch, unless so many do not fit into memory. */
    static final int BATCH = 64;

    /** Fewer would put the chance of who was drawn into every prediction. */
    static final int MIN_SITES = BATCH;

    /** More hardly move the statistics any more, and each costs as much as scoring it. */
    private static final int MOST = 8 * BATCH;

    AdaptationSample {
        batches = batches.stream().map(List::copyOf).toList();
    }

    /**
     * Draws from all wells of an experiment.
     *
     * @param target of the model that is adapted
     * @param largestBatch how many sites the model computes together at most
     */
    static AdaptationSample of(DatasetId dataset, Collection<WellIngested> wells, Target target, int largestBatch) {
        List<StoredSite> sites = wells.stream()
                .filter(well -> isLikeTraining(well, target))
                .flatMap(well -> StoredSite.of(dataset, well).stream())
                .toList();
        return sites.size() < MIN_SITES
                ? new AdaptationSample(sites.size(), List.of())
                : new AdaptationSample(sites.size(), batches(drawn(sites), Math.min(BATCH, largestBatch)));
    }

    /** A network's statistics depend on what share of the wells holds controls. */
    private static boolean isLikeTraining(WellIngested well, Target target) {
        return switch (target) {
            case TARGET_TREATMENT -> well.getRole() == WellRole.WELL_ROLE_TREATMENT;
            case TARGET_CONTROL -> Screens.isControl(well);
            case TARGET_TREATMENT_AND_CONTROL, TARGET_CELL_TYPE, TARGET_UNSPECIFIED, UNRECOGNIZED -> true;
        };
    }

    /** In turn from each plate, there in the order of the objects' digests, which is as good as by lot. */
    private static List<StoredSite> drawn(List<StoredSite> sites) {
        TreeMap<PlateId, List<StoredSite>> plates = sites.stream()
                .sorted(Comparator.comparing(
                                (StoredSite site) -> site.ingested().getSha256(),
                                ByteString.unsignedLexicographicalComparator())
                        .thenComparing(StoredSite::id))
                .collect(Collectors.groupingBy(site -> site.id().well().plate(), TreeMap::new, Collectors.toList()));
        List<StoredSite> drawn = new ArrayList<>(sites.size());
        for (int round = 0; drawn.size() < sites.size(); round++) {
            for (List<StoredSite> plate : plates.values()) {
                if (round < plate.size()) {
                    drawn.add(plate.get(round));
                }
            }
        }
        return drawn.subList(0, Math.min(MOST, drawn.size()));
    }

    private static List<List<StoredSite>> batches(List<StoredSite> drawn, int size) {
        List<List<StoredSite>> batches = new ArrayList<>();
        for (int from = 0; from + size <= drawn.size(); from += size) {
            batches.add(drawn.subList(from, from + size));
        }
        return batches;
    }

    boolean isTooSmall() {
        return batches.isEmpty();
    }

    int sites() {
        return batches.stream().mapToInt(List::size).sum();
    }
}
