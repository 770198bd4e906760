package io.wellstream.scorer.experiment;

import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.imaging.adapt.MeasuredSites;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.ExperimentScores;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.scorer.call.StoredObjects;
import io.wellstream.scorer.predict.Scoring;
import io.wellstream.scorer.site.Screens;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.keys.WellKeys;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The scores of experiments in the object store, each at a key computed from all that it depends on: a submission that was interrupted, or
 * that is built again with other options, scores no experiment twice.
 */
public final class StoredScores {
    private final Screens screens;
    private final StoredObjects store;

    public StoredScores(Screens screens, StoredObjects store) {
        this.screens = screens;
        this.store = store;
    }

    /**
     * What the scores come from.
     *
     * @param format a change of the computation needs another one
     */
    record Source(String format) {
        static final Source AS_TRAINED = new Source("scores1");

        /** Which sites are measured depends on the wells beside and on these numbers. */
        static Source adapted(MeasuredSites sites) {
            int batch = sites.batches().getFirst().size();
            return sites.controls() == 0
                    ? new Source("scores1\nadapted1")
                    : new Source("scores1\nadapted2 " + sites.controls() + " of " + batch);
        }
    }

    /** The stored scores of the wells; computes and stores them if there are none. */
    ExperimentScores getOr(
            Source source,
            ScoringJob job,
            Scoring scoring,
            List<WellIngested> wells,
            Supplier<ExperimentScores> compute) {
        ObjectKey key = ObjectKeys.scores(
                scoring.dataset(), digest(source, job.options().views(), scoring, wells));
        Optional<byte[]> found = store.find(key);
        found.ifPresent(scores -> job.progress().accept(wells.size()));
        // The first scores stored win: sums in another order may differ in their last digits.
        return parse(
                key, found.orElseGet(() -> store.putOrGet(key, compute.get().toByteArray())));
    }

    private static ExperimentScores parse(ObjectKey key, byte[] bytes) {
        try {
            return ExperimentScores.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new ScorerException.ObjectDamaged(
                    "object " + key + " is not what this scorer stored there; delete it and ask again", e);
        }
    }

    /** Covers the model, the rule, the views, the wells' sites, and all wells whose statistics the normalisation may use. */
    private String digest(Source source, int views, Scoring scoring, List<WellIngested> wells) {
        StringBuilder what = new StringBuilder(String.join(
                "\n",
                source.format(),
                String.valueOf(Batch.kernelVersion(scoring.model().depth())),
                scoring.model().name().toString(),
                scoring.rule().name(),
                views + "\n"));
        wells.forEach(well -> {
            describe(well, what);
            for (boolean allowed : scoring.rowClasses().of(Screens.isControl(well))) {
                what.append(allowed ? '1' : '0');
            }
            what.append('\n');
        });
        what.append("beside\n");
        Stream<ExperimentId> experiments = wells.stream()
                .map(well -> new ExperimentId(well.getWell().getExperiment()))
                .distinct()
                .sorted();
        experiments.forEach(experiment -> screens.wells(scoring.dataset(), experiment).stream()
                .sorted(Comparator.comparing(well -> WellKeys.wellOf(well.getWell())))
                .forEach(well -> describe(well, what)));
        return Sha256.hexOf(what.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void describe(WellIngested well, StringBuilder what) {
        what.append(WellKeys.wellOf(well.getWell()))
                .append(' ')
                .append(well.getRoleValue())
                .append(' ')
                .append(well.getLabel());
        for (IngestedSite site : well.getSitesList()) {
            what.append(' ').append(site.getSite()).append('=').append(Sha256.hex(site.getSha256()));
            site.getMaskedList().forEach(channel -> what.append(" without ").append(channel.getIndex()));
        }
        what.append('\n');
    }
}
