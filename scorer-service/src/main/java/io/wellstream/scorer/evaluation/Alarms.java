package io.wellstream.scorer.evaluation;

import io.wellstream.imaging.score.SeenRange;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.experiment.PredictedExperiment;
import io.wellstream.scorer.site.Screens;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Finds experiments whose predictions should not be trusted: their controls are missed, or their images differ from those of training. */
final class Alarms {
    private final Screens screens;
    private final DatasetId dataset;
    private final Map<ExperimentId, List<Double>> greys = new HashMap<>(); // [channel]

    Alarms(Screens screens, DatasetId dataset) {
        this.screens = screens;
        this.dataset = dataset;
    }

    void addTo(
            SubmissionReport.Builder report, List<PredictedExperiment> experiments, List<ModelEvaluation> evaluations) {
        evaluations.forEach(one -> missedControls(one, report));
        for (PredictedExperiment experiment : experiments) {
            unusualInputs(experiment, report);
        }
    }

    private static void missedControls(ModelEvaluation one, SubmissionReport.Builder report) {
        ControlAccuracy.of(one).stream()
                .filter(ControlAccuracy::areMissed)
                .forEach(controls -> report.addAlarms(String.format(
                        Locale.ROOT,
                        "%s: its controls are predicted correctly in %s; in no validation experiment is that below %.1f %%",
                        controls.experiment(),
                        controls.accuracy(),
                        100 * controls.worstKnown().orElseThrow())));
    }

    /** Compares mean grey levels, as ingested, with those of the model's training experiments. */
    private void unusualInputs(PredictedExperiment experiment, SubmissionReport.Builder report) {
        ModelCard card = experiment.model().card();
        List<List<Double>> trained = card.getTrainingExperimentsList().stream()
                .map(name -> grey(new ExperimentId(name)))
                .filter(grey -> !grey.isEmpty())
                .toList();
        if (trained.size() < SeenRange.FEWEST) {
            report.addNotSaid("whether the images of " + experiment.id() + " resemble those of training: "
                    + trained.size()
                    + " of the model's training experiments are in this data set, and at least " + SeenRange.FEWEST
                    + " are needed");
            return;
        }
        List<Double> here = grey(experiment.id());
        for (int channel = 0; channel < here.size(); channel++) {
            int index = channel;
            SeenRange seen =
                    SeenRange.of(trained.stream().map(grey -> grey.get(index)).toList());
            double value = here.get(channel);
            if (seen.isFar(value)) {
                report.addAlarms(String.format(
                        Locale.ROOT,
                        "%s: the mean grey level of channel %d is %.1f; those of the %d training experiments are between %.1f"
                                + " and %.1f. Normalisation '%s' may not compensate for that",
                        experiment.id(),
                        channel + 1,
                        Math.exp(value),
                        trained.size(),
                        Math.exp(seen.low()),
                        Math.exp(seen.high()),
                        card.getInput().getNormalization()));
            }
        }
    }

    /** Mean over the experiment's sites of the log of the mean grey level, [channel]; empty if none of its wells are known. */
    private List<Double> grey(ExperimentId experiment) {
        return Objects.requireNonNull(greys.computeIfAbsent(experiment, key -> mean(screens.wells(dataset, key))));
    }

    private static List<Double> mean(Collection<WellIngested> wells) {
        List<IngestedSite> sites =
                wells.stream().flatMap(well -> well.getSitesList().stream()).toList();
        List<Double> mean = new ArrayList<>();
        for (int channel = 0; !sites.isEmpty() && channel < sites.getFirst().getImagesCount(); channel++) {
            mean.add(images(sites, channel).stream()
                    .mapToDouble(Alarms::logMean)
                    .average()
                    .orElse(0));
        }
        return mean;
    }

    /** The images of a channel (from 0), of the sites that do not mask it. */
    static List<IngestedImage> images(Collection<IngestedSite> sites, int channel) {
        return sites.stream()
                .filter(site -> site.getMaskedList().stream().noneMatch(masked -> masked.getIndex() == channel))
                .map(site -> site.getImages(channel))
                .toList();
    }

    /** A black image counts as a mean of a thousandth of a grey level. */
    private static double logMean(IngestedImage image) {
        return Math.log(Math.max(image.getMean(), 1e-3));
    }
}
