package io.wellstream.local.cli.rounds;

import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.TransductiveExperiment;
import java.util.List;
import java.util.Locale;

/** One round in a table: the test wells that it was trained on, and its accuracies. */
final class RoundRow {
    /** The head of the table. */
    static final List<String> HEAD = List.of(
            "| round | model | test wells trained on | their mean probability | validation accuracy | test accuracy |",
            "| --- | --- | --- | --- | --- | --- |");

    private RoundRow() {}

    static String of(int round, ModelCard card) {
        List<TransductiveExperiment> experiments = card.getTransduction().getExperimentsList();
        int used = experiments.stream()
                .mapToInt(TransductiveExperiment::getPseudoLabelled)
                .sum();
        int predicted = experiments.stream()
                .mapToInt(TransductiveExperiment::getPredicted)
                .sum();
        double sum = experiments.stream()
                .mapToDouble(one -> one.getMean() * one.getPseudoLabelled())
                .sum();
        return String.format(
                Locale.ROOT,
                "| %d | %s | %s | %s | %s | %s |",
                round,
                card.getRun(),
                used == 0 ? "none" : String.format(Locale.ROOT, "%,d of %,d", used, predicted),
                used == 0 ? "" : String.format(Locale.ROOT, "%.3f", sum / used),
                accuracy(card, "validation"),
                accuracy(card, "test"));
    }

    private static String accuracy(ModelCard card, String set) {
        return card.getMetricsList().stream()
                .filter(metric -> metric.getSet().equals(set)
                        && metric.getName().equals("accuracy")
                        && metric.getExperiment().isEmpty()
                        && metric.getCellType().isEmpty())
                .map(RoundRow::text)
                .findFirst()
                .orElse("none");
    }

    private static String text(Metric metric) {
        return String.format(
                Locale.ROOT,
                "%.1f %% of %,d wells%s%s",
                100 * metric.getValue(),
                metric.getN(),
                metric.hasHigh()
                        ? String.format(Locale.ROOT, " (%.1f–%.1f)", 100 * metric.getLow(), 100 * metric.getHigh())
                        : "",
                metric.getTransductive() ? ", transductive" : "");
    }
}
