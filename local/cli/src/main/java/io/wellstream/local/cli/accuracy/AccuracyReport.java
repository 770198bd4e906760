package io.wellstream.local.cli.accuracy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.wellstream.imaging.score.PooledMean;
import io.wellstream.local.cli.accuracy.Comparison.Line;
import io.wellstream.local.cli.picture.AccuracyPicture;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results of a benchmark as a table in Markdown, as JSON, and as a picture. */
final class AccuracyReport {
    private final List<Line> lines;
    private final String reference;
    private final double chance;

    /** @param chance 1 / classes */
    AccuracyReport(Comparison comparison, double chance) {
        this.lines = comparison.lines();
        this.reference = comparison.reference();
        this.chance = chance;
    }

    List<String> table() {
        List<String> table = new ArrayList<>();
        table.add("| arm | unseen accuracy (95 % interval by experiment) | by cell type | minus " + reference
                + " (95 % interval) | | held-back sites (leak) | s per run | samples/s | runs |");
        table.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        lines.forEach(line -> table.add(row(line)));
        return table;
    }

    private static String row(Line line) {
        List<String> types = new ArrayList<>();
        line.byCellType().forEach((type, mean) -> types.add(type + " " + percent(mean.value())));
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %.0f | %.0f | %d |",
                line.arm(),
                accuracy(line.accuracy()),
                String.join(", ", types),
                line.difference().map(AccuracyReport::difference).orElse(""),
                line.verdict(),
                line.effort().leaking().isPresent()
                        ? percent(line.effort().leaking().getAsDouble())
                        : "",
                line.effort().seconds(),
                line.effort().samples(),
                line.effort().runs());
    }

    private static String accuracy(PooledMean mean) {
        return percent(mean.value())
                + mean.interval()
                        .map(ends -> String.format(
                                Locale.ROOT,
                                " (%.1f–%.1f)",
                                100 * Math.max(0, ends.low()),
                                100 * Math.min(1, ends.high())))
                        .orElse("")
                + ", " + mean.n() + " wells of " + mean.experiments() + " experiments";
    }

    private static String difference(PooledMean mean) {
        return String.format(Locale.ROOT, "%+.1f", 100 * mean.value())
                + mean.interval()
                        .map(ends ->
                                String.format(Locale.ROOT, " (%+.1f to %+.1f)", 100 * ends.low(), 100 * ends.high()))
                        .orElse("");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    JsonObject json() {
        JsonArray arms = new JsonArray();
        for (Line line : lines) {
            JsonObject arm = json(line.accuracy());
            arm.addProperty("arm", line.arm());
            JsonObject types = new JsonObject();
            line.byCellType().forEach((type, mean) -> types.add(type.name(), json(mean)));
            arm.add("by_cell_type", types);
            line.difference().ifPresent(difference -> arm.add("minus_reference", json(difference)));
            line.effort().leaking().ifPresent(leaking -> arm.addProperty("leaking_accuracy", leaking));
            arm.addProperty("seconds_per_run", line.effort().seconds());
            arm.addProperty("samples_per_s", line.effort().samples());
            arm.addProperty("runs", line.effort().runs());
            arms.add(arm);
        }
        JsonObject json = new JsonObject();
        json.addProperty("reference", reference);
        json.addProperty("chance", chance);
        json.add("arms", arms);
        return json;
    }

    private static JsonObject json(PooledMean mean) {
        JsonObject json = new JsonObject();
        json.addProperty("value", mean.value());
        mean.interval().ifPresent(ends -> {
            json.addProperty("low", ends.low());
            json.addProperty("high", ends.high());
        });
        json.addProperty("wells", mean.n());
        json.addProperty("experiments", mean.experiments());
        return json;
    }

    BufferedImage picture(String title) {
        return AccuracyPicture.draw(
                title,
                lines.stream()
                        .map(line -> new AccuracyPicture.Bar(
                                line.arm(),
                                line.accuracy().value(),
                                line.accuracy()
                                        .interval()
                                        .map(PooledMean.Interval::low)
                                        .orElse(Double.NaN),
                                line.accuracy()
                                        .interval()
                                        .map(PooledMean.Interval::high)
                                        .orElse(Double.NaN),
                                line.difference()
                                        .map(mean -> difference(mean) + ", " + line.verdict())
                                        .orElse("")))
                        .toList(),
                chance);
    }
}
