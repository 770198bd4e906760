package io.wellstream.trainer.labels;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.TransductionReport;
import io.wellstream.proto.v1.TransductiveExperiment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Counts the wells of test experiments that a network is trained on, and marks the figures that depend on them. */
public final class Transduction {
    private final SortedMap<String, TransductiveExperiment.Builder> experiments = new TreeMap<>();
    private String model = "";
    private ByteString predictions = ByteString.EMPTY;

    /** Adds the wells with predicted labels, of those that were predicted. */
    public void addPseudoLabels(
            String by, ByteString predictionsSha256, List<Prediction> predicted, List<Prediction> chosen) {
        model = by;
        predictions = predictionsSha256;
        for (Prediction prediction : predicted) {
            TransductiveExperiment.Builder one = experiment(prediction.well());
            one.setPredicted(one.getPredicted() + 1);
        }
        for (Prediction prediction : chosen) {
            TransductiveExperiment.Builder one = experiment(prediction.well());
            double probability = prediction.probability();
            boolean first = one.getPseudoLabelled() == 0;
            one.setLowest(first ? probability : Math.min(one.getLowest(), probability))
                    .setHighest(Math.max(one.getHighest(), probability))
                    .setMean((one.getMean() * one.getPseudoLabelled() + probability) / (one.getPseudoLabelled() + 1))
                    .setPseudoLabelled(one.getPseudoLabelled() + 1);
        }
    }

    /** Adds control wells. */
    public void addControls(Collection<WellId> wells) {
        for (WellId well : wells) {
            TransductiveExperiment.Builder one = experiment(well);
            one.setControls(one.getControls() + 1);
        }
    }

    private TransductiveExperiment.Builder experiment(WellId well) {
        return experiment(well.experiment().name());
    }

    private TransductiveExperiment.Builder experiment(String name) {
        return experiments.computeIfAbsent(
                name, added -> TransductiveExperiment.newBuilder().setExperiment(added));
    }

    /** The experiments of which a well is trained on. */
    public TransductionReport report() {
        return TransductionReport.newBuilder()
                .setModel(model)
                .setPredictionsSha256(predictions)
                .addAllExperiments(experiments.values().stream()
                        .map(TransductiveExperiment.Builder::build)
                        .filter(one -> one.getPseudoLabelled() + one.getControls() > 0)
                        .toList())
                .build();
    }

    /** The same with the experiments of the model that the run began with. */
    public static TransductionReport begunWith(TransductionReport own, String model, Collection<String> experiments) {
        Transduction all = new Transduction();
        all.model = own.getModel();
        all.predictions = own.getPredictionsSha256();
        own.getExperimentsList().forEach(one -> all.experiments.put(one.getExperiment(), one.toBuilder()));
        experiments.forEach(name -> all.experiment(name).setBeganWith(model));
        return own.toBuilder()
                .clearExperiments()
                .addAllExperiments(all.experiments.values().stream()
                        .map(TransductiveExperiment.Builder::build)
                        .toList())
                .build();
    }

    /** What a reader must know of it. */
    public static List<String> warnings(TransductionReport report) {
        List<String> warnings = new ArrayList<>();
        int labels = sum(report, TransductiveExperiment::getPseudoLabelled);
        if (labels > 0) {
            warnings.add("pseudo-labels are transductive: " + labels
                    + " wells of test experiments were trained on with labels that model " + report.getModel()
                    + " predicted (" + each(report, Transduction::labels) + ")");
        }
        int controls = sum(report, TransductiveExperiment::getControls);
        if (controls > 0) {
            warnings.add("test_controls is transductive: " + controls
                    + " control wells of test experiments were trained on ("
                    + each(report, one -> one.getControls() == 0 ? "" : one.getExperiment() + ": " + one.getControls())
                    + ")");
        }
        String begun = each(report, one -> one.getBeganWith().isEmpty() ? "" : one.getExperiment());
        if (!begun.isEmpty()) {
            warnings.add("the model that the run began with is transductive: it was trained on wells of " + begun);
        }
        return warnings;
    }

    private static String labels(TransductiveExperiment one) {
        return one.getPseudoLabelled() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%s: %d of %d, probabilities %.3f to %.3f, mean %.3f",
                        one.getExperiment(),
                        one.getPseudoLabelled(),
                        one.getPredicted(),
                        one.getLowest(),
                        one.getHighest(),
                        one.getMean());
    }

    private static int sum(TransductionReport report, ToIntFunction<TransductiveExperiment> count) {
        return report.getExperimentsList().stream().mapToInt(count).sum();
    }

    private static String each(TransductionReport report, Function<TransductiveExperiment, String> text) {
        return report.getExperimentsList().stream()
                .map(text)
                .filter(one -> !one.isEmpty())
                .collect(joining("; "));
    }

    /** The metric, marked if wells of its experiments were trained on. */
    public static Metric mark(Metric metric, TransductionReport report, Collection<String> experimentsOfSet) {
        boolean marked = report.getExperimentsList().stream()
                .map(TransductiveExperiment::getExperiment)
                .filter(experimentsOfSet::contains)
                .anyMatch(name -> metric.getExperiment().isEmpty()
                        || metric.getExperiment().equals(name));
        return marked ? metric.toBuilder().setTransductive(true).build() : metric;
    }
}
