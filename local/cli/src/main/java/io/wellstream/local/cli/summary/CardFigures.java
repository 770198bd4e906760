package io.wellstream.local.cli.summary;

import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The figures of a model's card in lines. Each says its set, its unit, how many, chance and the interval, and a set that is missing
 * or that leaks says so.
 */
final class CardFigures {
    private static final String TRAINING = "training";

    private final ModelCard card;
    private final List<String> lines = new ArrayList<>();

    private CardFigures(ModelCard card) {
        this.card = card;
    }

    static List<String> lines(ModelCard card) {
        CardFigures figures = new CardFigures(card);
        figures.add();
        return List.copyOf(figures.lines);
    }

    private void add() {
        if (!card.getChosenBy().isEmpty()) {
            line("model", "step %,d, chosen by %s", card.getSteps(), card.getChosenBy());
        }
        set(TRAINING, "", "");
        set("validation", card.getNoValidation(), "the last step is published, and its confidence is not calibrated");
        set("test", card.getNoTest(), "no figure here says how the model does on unseen experiments");
        card.getWarningsList().stream()
                .filter(warning -> !warning.startsWith("no test experiments:") && !warning.startsWith("no validation:"))
                .forEach(warning -> line("warning", "%s", warning));
    }

    private void set(String name, String missing, String consequence) {
        List<Metric> metrics = card.getMetricsList().stream()
                .filter(metric -> metric.getSet().equals(name))
                .filter(metric -> metric.getName().equals("accuracy")
                        || metric.getExperiment().isEmpty())
                .toList();
        if (metrics.isEmpty() && !name.equals(TRAINING)) {
            line(name, "none%s; %s", missing.isEmpty() ? "" : ": " + missing, consequence);
        }
        metrics.forEach(metric -> line(where(metric), "%s", text(metric)));
    }

    private void line(String where, String format, Object... values) {
        lines.add(String.format(Locale.ROOT, "%-20s %s", where, String.format(Locale.ROOT, format, values)));
    }

    private static String where(Metric metric) {
        String part = metric.getExperiment().isEmpty() ? metric.getCellType() : metric.getExperiment();
        return part.isEmpty() ? metric.getSet() : metric.getSet() + " " + part;
    }

    private static String text(Metric metric) {
        boolean share = metric.getName().equals("accuracy");
        StringBuilder text = new StringBuilder(metric.getName()).append(' ').append(value(metric.getValue(), share));
        text.append(String.format(
                Locale.ROOT, " of %,d %s", metric.getN(), metric.getUnit().isEmpty() ? "wells" : metric.getUnit()));
        if (metric.getExperiments() > 0 && metric.getExperiment().isEmpty()) {
            text.append(" in ")
                    .append(metric.getExperiments())
                    .append(metric.getExperiments() == 1 ? " experiment" : " experiments");
        }
        if (metric.hasChance()) {
            text.append("; chance ").append(value(metric.getChance(), true));
        }
        text.append("; ").append(interval(metric, share));
        if (metric.getUnknownLabels() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    share
                            ? "; %,d of the wells have a label that is not a class of the model and count as wrong"
                            : "; without %,d wells whose label is not a class of the model",
                    metric.getUnknownLabels()));
        }
        if (metric.getLeaking()) {
            text.append("; LEAKS: training saw other sites of these wells");
        }
        return text.toString();
    }

    private static String interval(Metric metric, boolean share) {
        if (metric.getSet().equals(TRAINING)) {
            return "no interval, because training saw these sites";
        }
        if (!metric.hasHigh()) {
            return "no interval";
        }
        String ends = share
                ? String.format(Locale.ROOT, "%.1f–%.1f %%", 100 * metric.getLow(), 100 * metric.getHigh())
                : String.format(Locale.ROOT, "%.4f–%.4f", metric.getLow(), metric.getHigh());
        return "95 % interval " + ends
                + (metric.getExperiments() == 1 && metric.getExperiment().isEmpty()
                        ? ", for the wells of this experiment and not for others"
                        : "");
    }

    private static String value(double value, boolean share) {
        return share ? String.format(Locale.ROOT, "%.2f %%", 100 * value) : String.format(Locale.ROOT, "%.4f", value);
    }
}
