package io.wellstream.local.cli.summary;

import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of a model's card in lines. A set that is missing or that leaks says so. */
public final class CardFigures {
    static final String TRAINING = "training";

    private final ModelCard card;
    private final List<String> lines = new ArrayList<>();

    private CardFigures(ModelCard card) {
        this.card = card;
    }

    public static List<String> lines(ModelCard card) {
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
        metrics.forEach(metric -> line(where(metric), "%s", MetricText.of(metric)));
    }

    private void line(String where, String format, Object... values) {
        lines.add(String.format(Locale.ROOT, "%-20s %s", where, String.format(Locale.ROOT, format, values)));
    }

    private static String where(Metric metric) {
        String part = metric.getExperiment().isEmpty() ? metric.getCellType() : metric.getExperiment();
        return part.isEmpty() ? metric.getSet() : metric.getSet() + " " + part;
    }
}
