package io.wellstream.scorer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.Views;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.Adaptation;
import io.wellstream.proto.v1.ExperimentScores;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.ScoredWell;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.keys.WellKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads an experiment's wells with a model, and stores what it read under a name that is computed from all that it depends on: a
 * submission that was cut off, or is asked for again with other options, scores no experiment twice.
 */
final class WellReader {
    private static final String FORMAT = "scores1";

    /** How the statistics of an adapted model are taken; what is stored changes its name when that changes. */
    private static final String ADAPTED = "adapted1";

    /** Wells are scored view by view in blocks of so many, which bounds the logits in memory and paces the progress told. */
    private static final int VIEWS_PER_BLOCK = 256;

    private final Screens screens;
    private final WellScorer wellScorer;
    private final Adaptations adaptations;
    private final StoredObjects store;

    WellReader(Screens screens, WellScorer wellScorer, Adaptations adaptations, StoredObjects store) {
        this.screens = screens;
        this.wellScorer = wellScorer;
        this.adaptations = adaptations;
        this.store = store;
    }

    /** One call, and who hears how many more wells are read. */
    record Job(SubmissionQuestion question, InferencePool.Seat seat, LongConsumer progress) {
        private DatasetId dataset() {
            return question.dataset();
        }

        /** The first reading of wells that are read again, adapted: of one view, and not told of. */
        private Scoring onceBefore() {
            return new Scoring(this, 1, wells -> {});
        }

        private Scoring asAsked() {
            return new Scoring(this, question.options().views(), progress);
        }
    }

    /** One reading of an experiment's wells. */
    private record Scoring(Job job, int views, LongConsumer progress) {}

    /** The readings of wells of one experiment, in their order; each has a site. */
    Readings read(Job job, LoadedModel model, List<WellIngested> wells) {
        if (wells.isEmpty()) {
            return Readings.NONE;
        }
        job.seat().call().check();
        SubmissionQuestion question = job.question();
        WellScorer.Pass pass = WellScorer.Pass.of(screens, job.dataset(), model, wells, question.rule());
        if (!question.options().adapt()) {
            ExperimentScores scores = asTrained(job.asAsked(), pass, wells);
            return new Readings(readings(wells, scores, scores), Optional.empty());
        }
        ExperimentId experiment = new ExperimentId(wells.getFirst().getWell().getExperiment());
        AdaptationSample sample = AdaptationSample.of(
                job.dataset(),
                screens.wells(job.dataset(), experiment),
                model.card().getTarget(),
                model.largestBatch());
        return read(job, pass, wells, sample);
    }

    /** Once as trained, once adapted by the sample; as trained alone if that is too small. */
    private Readings read(Job job, WellScorer.Pass pass, List<WellIngested> wells, AdaptationSample sample) {
        if (sample.isTooSmall()) {
            ExperimentScores scores = asTrained(job.asAsked(), pass, wells);
            String refused = "it has " + sample.known()
                    + " sites such as the model was trained on, and statistics take " + AdaptationSample.FEWEST;
            return new Readings(
                    readings(wells, scores, scores),
                    Optional.of(Adaptation.newBuilder().setRefused(refused).build()));
        }
        ExperimentScores before = asTrained(job.onceBefore(), pass, wells);
        ExperimentScores after = adapted(job.asAsked(), pass, wells, sample);
        return new Readings(
                readings(wells, before, after),
                Optional.of(Adaptation.newBuilder().setSites(sample.sites()).build()));
    }

    private static List<WellReading> readings(
            List<WellIngested> wells, ExperimentScores asTrained, ExperimentScores scores) {
        List<WellReading> readings = new ArrayList<>(wells.size());
        for (int i = 0; i < wells.size(); i++) {
            readings.add(
                    new WellReading(wells.get(i), scores.getClassesList(), asTrained.getWells(i), scores.getWells(i)));
        }
        return readings;
    }

    private ExperimentScores asTrained(Scoring scoring, WellScorer.Pass pass, List<WellIngested> wells) {
        return storedOr(FORMAT, scoring, pass, wells, () -> score(scoring, pass, wells));
    }

    private ExperimentScores adapted(
            Scoring scoring, WellScorer.Pass pass, List<WellIngested> wells, AdaptationSample sample) {
        return storedOr(FORMAT + "\n" + ADAPTED, scoring, pass, wells, () -> {
            try (ModelShelf.Lease lease = adaptations.adapt(
                    pass.model(),
                    pass.preparation(),
                    sample,
                    scoring.job().seat().call())) {
                return score(scoring, pass.with(lease.model()), wells);
            }
        });
    }

    private ExperimentScores storedOr(
            String format,
            Scoring scoring,
            WellScorer.Pass pass,
            List<WellIngested> wells,
            Supplier<ExperimentScores> work) {
        ObjectKey key = ObjectKeys.scores(pass.dataset(), digest(format, scoring, pass, wells));
        Optional<byte[]> stored = store.find(key);
        stored.ifPresent(scores -> scoring.progress().accept(wells.size()));
        // The first to store scores wins: sums in another order may differ in their last digits.
        return parse(key, stored.orElseGet(() -> store.putOrGet(key, work.get().toByteArray())));
    }

    private ExperimentScores score(Scoring scoring, WellScorer.Pass pass, List<WellIngested> wells) {
        ExperimentScores.Builder scores = ExperimentScores.newBuilder()
                .setRun(pass.model().name().run().name())
                .addAllClasses(pass.model().classes());
        Job job = scoring.job();
        int block = VIEWS_PER_BLOCK / scoring.views();
        for (int from = 0; from < wells.size(); from += block) {
            List<WellIngested> some = wells.subList(from, Math.min(wells.size(), from + block));
            Map<WellIngested, List<float[]>> logits = new LinkedHashMap<>(); // sites view by view, [class]
            for (List<Augmentation> view : Views.first(scoring.views())) {
                wellScorer.score(pass.viewed(view), some, job.seat(), score -> logits.computeIfAbsent(
                                score.well(), well -> new ArrayList<>())
                        .addAll(score.siteLogits()));
            }
            logits.forEach((well, all) -> scores.addWells(scored(pass, well, all)));
            scoring.progress().accept(some.size());
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
    private String digest(String format, Scoring scoring, WellScorer.Pass pass, List<WellIngested> wells) {
        StringBuilder what = new StringBuilder(format)
                .append('\n')
                .append(Batch.KERNEL_VERSION)
                .append('\n')
                .append(pass.model().name())
                .append('\n')
                .append(pass.rule().name())
                .append('\n')
                .append(scoring.views())
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
        experiments.forEach(experiment -> screens.wells(pass.dataset(), experiment).stream()
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

    private static ExperimentScores parse(ObjectKey key, byte[] bytes) {
        try {
            return ExperimentScores.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new ScorerException.ObjectDamaged(
                    "object " + key + " is not what this scorer stored there; delete it and ask again", e);
        }
    }
}
