package io.wellstream.scorer;

import io.wellstream.imaging.score.SeenRange;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.SubmissionReport;
import io.wellstream.proto.v1.WellIngested;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Finds experiments that a model should not be believed about: its controls are missed, or they look like nothing it has seen. */
final class Alarms {
    private final Screens screens;
    private final DatasetId dataset;
    private final Map<ExperimentId, List<Double>> greys = new HashMap<>(); // [channel]

    Alarms(Screens screens, DatasetId dataset) {
        this.screens = screens;
        this.dataset = dataset;
    }

    void addTo(SubmissionReport.Builder report, List<LabelledExperiment> experiments, List<Evidence> evidence) {
        evidence.forEach(one -> missedControls(one, report));
        for (LabelledExperiment experiment : experiments) {
            strangeInputs(experiment, report);
        }
    }

    private static void missedControls(Evidence one, SubmissionReport.Builder report) {
        ControlAccuracy.of(one).stream()
                .filter(ControlAccuracy::areMissed)
                .forEach(controls -> report.addAlarms(String.format(
                        Locale.ROOT,
                        "%s: its controls are named right in %s; in no validation experiment were they below %.1f %%",
                        controls.experiment(),
                        controls.accuracy(),
                        100 * controls.worstKnown().orElseThrow())));
    }

    /** Compares mean grey levels, as ingested, with those of the model's training experiments. */
    private void strangeInputs(LabelledExperiment experiment, SubmissionReport.Builder report) {
        ModelCard card = experiment.model().card();
        List<List<Double>> trained = card.getTrainingExperimentsList().stream()
                .map(name -> grey(new ExperimentId(name)))
                .filter(grey -> !grey.isEmpty())
                .toList();
        if (trained.size() < SeenRange.FEWEST) {
            report.addNotSaid("whether " + experiment.experiment() + " looks like what its model was trained on: "
                    + trained.size() + " of the training experiments are in this data set, and it takes "
                    + SeenRange.FEWEST);
            return;
        }
        List<Double> here = grey(experiment.experiment());
        for (int channel = 0; channel < here.size(); channel++) {
            int index = channel;
            SeenRange seen =
                    SeenRange.of(trained.stream().map(grey -> grey.get(index)).toList());
            double value = here.get(channel);
            if (seen.isFar(value)) {
                report.addAlarms(String.format(
                        Locale.ROOT,
                        "%s: the mean grey level of channel %d is %.1f; the %d training experiments lie between %.1f and"
                                + " %.1f. Normalisation '%s' may or may not make up for that",
                        experiment.experiment(),
                        channel + 1,
                        Math.exp(value),
                        trained.size(),
                        Math.exp(seen.low()),
                        Math.exp(seen.high()),
                        card.getInput().getNormalization()));
            }
        }
    }

    /** Mean over the experiment's sites of the log of the mean grey level, [channel]; empty if nothing of it is known. */
    private List<Double> grey(ExperimentId experiment) {
        return Objects.requireNonNull(greys.computeIfAbsent(experiment, key -> mean(screens.wells(dataset, key))));
    }

    private static List<Double> mean(Collection<WellIngested> wells) {
        List<List<Double>> sites = wells.stream()
                .flatMap(well -> well.getSitesList().stream())
                .map(site -> site.getImagesList().stream().map(Alarms::logMean).toList())
                .toList();
        List<Double> mean = new ArrayList<>();
        for (int channel = 0; !sites.isEmpty() && channel < sites.getFirst().size(); channel++) {
            int index = channel;
            mean.add(sites.stream()
                    .mapToDouble(site -> site.get(index))
                    .average()
                    .orElseThrow());
        }
        return mean;
    }

    /** A black image counts as one of a thousandth of a grey level. */
    private static double logMean(IngestedImage image) {
        return Math.log(Math.max(image.getMean(), 1e-3));
    }
}
