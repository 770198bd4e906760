package io.wellstream.ingest.flow;

import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.ingest.pixels.ImageSize;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.ingest.source.MetadataRow;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What differs between a screen and what its data set holds, before any image is read. */
final class ScreenChanges {
    private final IngestJob job;
    private final KnownWells known;
    private final Set<Depth> depths = EnumSet.noneOf(Depth.class);
    private boolean ofOtherJobs;
    private Optional<ImageSize> imageSize = Optional.empty();

    /** @param known the records of the data set, as the last ingest left them; all are read once */
    ScreenChanges(IngestJob job, KnownWells known) {
        this.job = job;
        this.known = known;
        known.byExperiment(records -> records.forEach(this::look));
    }

    private void look(WellIngested well) {
        ofOtherJobs |= !isOfThisJob(well);
        well.getSitesList().forEach(site -> depths.add(Depth.of(site.getSixteenBits())));
        if (imageSize.isEmpty()) {
            imageSize = well.getSitesList().stream()
                    .findFirst()
                    .map(site -> new ImageSize(site.getWidth(), site.getHeight()));
        }
    }

    /** The size of an image that was ingested before; empty if there is none. */
    Optional<ImageSize> imageSize() {
        return imageSize;
    }

    /** New and relabelled wells; none at the first ingest of a data set. */
    List<Problem> of(Collection<MetadataRow> rows) {
        List<Problem> changes = new ArrayList<>();
        if (!ofOtherJobs) {
            return changes;
        }
        for (MetadataRow row : rows) {
            Optional<WellIngested> before = known.get(MessageKeys.well(job.dataset(), row.well()));
            if (before.isEmpty()) {
                changes.add(Problem.ofWell(row.well(), 0, "the well is new in the data set", ""));
                continue;
            }
            if (isOfThisJob(before.get())) {
                continue; // published before the job was interrupted, and said then
            }
            String was = description(before.get());
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
        for (Depth before : depths) {
            if (before != depth) {
                throw new InvalidScreenException("data set '" + job.dataset() + "' has " + before
                        + " sites, and the screen describes " + depth + " ones; expected the same: correct bit-depth"
                        + " and levels in screen.yaml, or use another data set's name");
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
        known.byExperiment(records -> records.forEach(well -> {
            WellId id = WellKeys.wellOf(well.getWell());
            if (!there.contains(id)) {
                gone.put(MessageKeys.well(job.dataset(), id), id);
            }
        }));
        return gone;
    }
}
