package io.wellstream.local.cli.study;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The runs of a sweep, the best validation accuracy first. */
record SweepTable(List<Row> rows) {
    private static final String ACCURACY = "accuracy";

    SweepTable {
        rows = List.copyOf(rows);
    }

    /**
     * One run.
     *
     * @param accuracy on the validation wells; empty if the run has none
     * @param failure why it has none; else empty
     */
    record Row(
            String settings, String run, Optional<Metric> accuracy, String loss, ByteString manifest, String failure) {
        static Row of(String settings, ModelCard card) {
            Optional<Metric> accuracy = metric(card, ACCURACY);
            return new Row(
                    settings,
                    card.getRun(),
                    accuracy,
                    metric(card, "loss")
                            .map(loss -> String.format(Locale.ROOT, "%.4f", loss.getValue()))
                            .orElse(""),
                    card.getManifestSha256(),
                    accuracy.isPresent() ? "" : "its card has no validation accuracy");
        }

        static Row failed(String settings, String run, String failure) {
            return new Row(settings, run, Optional.empty(), "", ByteString.EMPTY, failure);
        }

        boolean isComplete() {
            return accuracy.isPresent();
        }

        private static Optional<Metric> metric(ModelCard card, String name) {
            return card.getMetricsList().stream()
                    .filter(metric -> metric.getSet().equals("validation")
                            && metric.getName().equals(name)
                            && metric.getExperiment().isEmpty()
                            && metric.getCellType().isEmpty())
                    .findFirst();
        }

        private double value() {
            return accuracy.map(Metric::getValue).orElse(-1.0);
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("| settings | validation accuracy | 95 % interval | loss | run |");
        lines.add("| --- | --- | --- | --- | --- |");
        rows.stream()
                .sorted(Comparator.comparingDouble(Row::value).reversed())
                .forEach(row -> lines.add("| " + row.settings() + " | "
                        + row.accuracy().map(SweepTable::cells).orElse(row.failure() + " | ")
                        + " | " + row.loss() + " | " + row.run() + " |"));
        if (rows.stream().filter(Row::isComplete).map(Row::manifest).distinct().count() > 1) {
            lines.add("The data set changed during the sweep: the runs did not see the same wells.");
        }
        return lines;
    }

    private static String cells(Metric accuracy) {
        String interval = accuracy.hasHigh()
                ? String.format(Locale.ROOT, "%.1f–%.1f %%", 100 * accuracy.getLow(), 100 * accuracy.getHigh())
                : "";
        return String.format(
                Locale.ROOT,
                "%.1f %% of %d wells, %d experiments | %s",
                100 * accuracy.getValue(),
                accuracy.getN(),
                accuracy.getExperiments(),
                interval);
    }
}
