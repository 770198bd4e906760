package io.wellstream.scorer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.Views;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.ExperimentScores;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.ScoredWell;
import io.wellstream.proto.v1.SiteRule;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.ObjectConflictException;
import io.wellstream.wire.ObjectKey;
import io.wellstream.wire.ObjectKeys;
import io.wellstream.wire.ObjectStore;
import io.wellstream.wire.Sha256;
import io.wellstream.wire.StoreUnavailableException;
import io.wellstream.wire.WellKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Reads an experiment's wells with a model, and stores what it read under a name that is computed from all that it depends on: a
 * submission that was cut off, or is asked for again with other options, scores no experiment twice.
 */
final class WellReader {
    private static final String FORMAT = "scores1";

    /** Wells are scored view by view in blocks of so many, which bounds the logits in memory and paces the progress told. */
    private static final int VIEWS_PER_BLOCK = 256;

    private final Screens screens;
    private final WellScorer wellScorer;
    private final ObjectStore store;

    WellReader(Screens screens, WellScorer wellScorer, ObjectStore store) {
        this.screens = screens;
        this.wellScorer = wellScorer;
        this.store = store;
    }

    /** How wells are read during one call, and who hears how many more are. */
    record Call(
            DatasetId dataset,
            SiteRule rule,
            int views,
            InferencePool.Seat seat,
            CallLife life,
            LongConsumer progress) {}

    /** The readings of wells of one experiment, in their order; each has a site. */
    List<WellReading> read(Call call, LoadedModel model, List<WellIngested> wells) {
        if (wells.isEmpty()) {
            return List.of();
        }
        call.life().check();
        WellScorer.Pass pass = WellScorer.Pass.of(screens, call.dataset(), model, wells, call.rule());
        ObjectKey key = ObjectKeys.scores(call.dataset(), digest(call, pass, wells));
        Optional<ExperimentScores> stored = stored(key);
        stored.ifPresent(scores -> call.progress().accept(wells.size()));
        ExperimentScores scores = stored.orElseGet(() -> keep(key, score(call, pass, wells)));
        List<WellReading> readings = new ArrayList<>(wells.size());
        for (int i = 0; i < wells.size(); i++) {
            readings.add(new WellReading(wells.get(i), scores.getClassesList(), scores.getWells(i)));
        }
        return readings;
    }

    private ExperimentScores score(Call call, WellScorer.Pass pass, List<WellIngested> wells) {
        ExperimentScores.Builder scores = ExperimentScores.newBuilder()
                .setRun(pass.model().name().run().name())
                .addAllClasses(pass.model().classes());
        int block = VIEWS_PER_BLOCK / call.views();
        for (int from = 0; from < wells.size(); from += block) {
            List<WellIngested> some = wells.subList(from, Math.min(wells.size(), from + block));
            Map<WellIngested, List<float[]>> logits = new LinkedHashMap<>(); // sites view by view, [class]
            for (List<Augmentation> view : Views.first(call.views())) {
                wellScorer.score(pass.viewed(view), some, call.seat(), call.life(), score -> logits.computeIfAbsent(
                                score.well(), well -> new ArrayList<>())
                        .addAll(score.siteLogits()));
            }
            logits.forEach((well, all) -> scores.addWells(scored(pass, well, all)));
            call.progress().accept(some.size());
        }
        return scores.build();
    }

    /** Every step's answer from the logits of all sites of the first view, then of the second, … */
    private static ScoredWell scored(WellScorer.Pass pass, WellIngested well, List<float[]> logits) {
        ScoredWell.Builder scored = ScoredWell.newBuilder().setWell(well.getWell());
        List<float[]> asTheyAre = logits.subList(0, well.getSitesCount());
        for (float[] site : asTheyAre) {
            scored.addSiteClasses(largest(combine(pass, well, List.of(site))));
        }
        scored.setAveragedClass(largest(combine(pass, well, asTheyAre)));
        for (double probability : combine(pass, well, logits)) {
            // A possible class never becomes an impossible one by underflow: the design prior would then refuse it.
            scored.addLogProbabilities((float) Math.log(probability));
        }
        return floored(scored, pass.rowClasses().of(well));
    }

    private static ScoredWell floored(ScoredWell.Builder scored, boolean[] allowed) {
        for (int c = 0; c < allowed.length; c++) {
            if (allowed[c] && scored.getLogProbabilities(c) == Float.NEGATIVE_INFINITY) {
                scored.setLogProbabilities(c, (float) Math.log(Double.MIN_VALUE));
            }
        }
        return scored.build();
    }

    private static double[] combine(WellScorer.Pass pass, WellIngested well, List<float[]> logits) {
        return SiteScores.combine(
                logits, pass.model().temperature(), pass.rowClasses().of(well), pass.rule());
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int c = 1; c < values.length; c++) {
            largest = values[c] > values[largest] ? c : largest;
        }
        return largest;
    }

    /** Names the scores by model, rule, views, these wells' sites, and what else their normalisation may look at. */
    private String digest(Call call, WellScorer.Pass pass, List<WellIngested> wells) {
        StringBuilder what = new StringBuilder(FORMAT)
                .append('\n')
                .append(Batch.KERNEL_VERSION)
                .append('\n')
                .append(pass.model().name())
                .append('\n')
                .append(call.rule().name())
                .append('\n')
                .append(call.views())
                .append('\n');
        wells.forEach(well -> {
            describe(well, what);
            for (boolean allowed : pass.rowClasses().of(well)) {
                what.append(allowed ? '1' : '0');
            }
            what.append('\n');
        });
        what.append("beside\n");
        Stream<ExperimentId> experiments = wells.stream()
                .map(well -> new ExperimentId(well.getWell().getExperiment()))
                .distinct()
                .sorted();
        experiments.forEach(experiment -> screens.wells(call.dataset(), experiment).stream()
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
        }
        what.append('\n');
    }

    private Optional<ExperimentScores> stored(ObjectKey key) {
        try {
            Optional<ObjectStore.Versioned> object = store.read(key);
            return object.isPresent()
                    ? Optional.of(ExperimentScores.parseFrom(object.get().bytes()))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            throw new ScorerException.ObjectDamaged(
                    "object " + key + " is not what this scorer stored there; delete it and ask again", e);
        } catch (StoreUnavailableException e) {
            throw new ScorerException.StoreDown("the object store does not answer: " + e.getMessage(), e);
        }
    }

    /** Stores what was scored. Who was first wins: sums in another order may differ in their last digits. */
    private ExperimentScores keep(ObjectKey key, ExperimentScores scores) {
        try {
            store.putIfAbsent(key, scores.toByteArray());
            return scores;
        } catch (ObjectConflictException e) {
            return stored(key).orElse(scores);
        } catch (StoreUnavailableException e) {
            throw new ScorerException.StoreDown("the object store does not answer: " + e.getMessage(), e);
        }
    }
}
