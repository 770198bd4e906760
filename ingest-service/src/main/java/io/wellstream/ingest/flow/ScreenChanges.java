package io.wellstream.ingest.flow;

import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.ingest.source.MetadataRow;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What differs between a screen and what its data set holds, before any image is read. */
final class ScreenChanges {
    private final IngestJob job;
    private final Map<String, WellIngested> known;

    /** @param known the records of the data set by key, as the last ingest left them */
    ScreenChanges(IngestJob job, Map<String, WellIngested> known) {
        this.job = job;
        this.known = Map.copyOf(known);
    }

    /** New and relabelled wells; none at the first ingest of a data set. */
    List<Problem> of(Collection<MetadataRow> rows) {
        List<Problem> changes = new ArrayList<>();
        if (known.values().stream().allMatch(this::isOfThisJob)) {
            return changes;
        }
        for (MetadataRow row : rows) {
            WellIngested before = known.get(MessageKeys.well(job.dataset(), row.well()));
            if (before != null && isOfThisJob(before)) {
                continue; // published before the job was interrupted, and said then
            }
            if (before == null) {
                changes.add(Problem.ofWell(row.well(), 0, "the well is new in the data set", ""));
                continue;
            }
            String was = description(before);
            String is = description(IngestMessages.well(job.dataset(), row).build());
            if (!was.equals(is)) {
                changes.add(Problem.ofWell(row.well(), 0, "the well was '" + was + "' and is '" + is + "' now", ""));
            }
        }
        return changes;
    }

    /**
     * Requires that the screen's sites have the depth of those that the data set has.
     *
     * @throws InvalidScreenException if they do not
     */
    void requireDepth(Depth depth) {
        for (WellIngested well : known.values()) {
            for (IngestedSite site : well.getSitesList()) {
                Depth before = Depth.of(site.getSixteenBits());
                if (before != depth) {
                    throw new InvalidScreenException("data set '" + job.dataset() + "' has " + before
                            + " sites, and the screen describes " + depth
                            + " ones; expected the same: correct bit-depth"
                            + " and levels in screen.yaml, or use another data set's name");
                }
            }
        }
    }

    private boolean isOfThisJob(WellIngested well) {
        return well.getJob().equals(job.id());
    }

    /** E.g. {@code treatment 513, training}. */
    private static String description(WellIngested well) {
        String label = well.getLabel().isEmpty() ? well.getTruth() : well.getLabel();
        return words(well.getRole().name(), "WELL_ROLE_") + (label.isEmpty() ? "" : " " + label) + ", "
                + words(well.getSubset().name(), "SUBSET_") + " part";
    }

    private static String words(String constant, String prefix) {
        return constant.replace(prefix, "").toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The wells that the data set holds and the whole screen does not have, by key. */
    Map<String, WellId> gone(Collection<MetadataRow> wholeScreen) {
        Set<WellId> there = wholeScreen.stream().map(MetadataRow::well).collect(Collectors.toSet());
        Map<String, WellId> gone = new TreeMap<>();
        known.forEach((key, well) -> {
            WellId id = WellKeys.wellOf(well.getWell());
            if (!there.contains(id)) {
                gone.put(key, id);
            }
        });
        return gone;
    }
}
