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
 * The sites from which an experiment's batch-norm statistics are measured: in effect a random sample of the wells of the kind that the model was
 * trained on, with the same number of sites from each plate, and always the same sample. ADR 24 explains the sizes.
 *
 * @param known the number of sites to choose from
 * @param batches of equal size, each with sites of all plates; empty if there are too few sites
 */
record AdaptationSample(int known, List<List<StoredSite>> batches) {
    /** The size of a batch, unless so many sites do not fit into memory. */
    static final int BATCH = 64;

    /** With fewer sites, the choice of sites would influence every prediction. */
    static final int MIN_SITES = BATCH;

    /** More sites hardly change the statistics, and each costs as much as scoring it. */
    private static final int MAX_SITES = 8 * BATCH;

    AdaptationSample {
        batches = batches.stream().map(List::copyOf).toList();
    }

    /**
     * Draws from all wells of an experiment.
     *
     * @param target of the model that is adapted
     * @param largestBatch the largest batch that the model can compute
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

    /** A network's statistics depend on the share of control wells. */
    private static boolean isLikeTraining(WellIngested well, Target target) {
        return switch (target) {
            case TARGET_TREATMENT -> well.getRole() == WellRole.WELL_ROLE_TREATMENT;
            case TARGET_CONTROL -> Screens.isControl(well);
            case TARGET_TREATMENT_AND_CONTROL, TARGET_CELL_TYPE, TARGET_UNSPECIFIED, UNRECOGNIZED -> true;
        };
    }

    /** One site from each plate in turn; within a plate in the order of the objects' digests, which is in effect random. */
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
        return drawn.subList(0, Math.min(MAX_SITES, drawn.size()));
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
