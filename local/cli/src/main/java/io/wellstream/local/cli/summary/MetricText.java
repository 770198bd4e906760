package io.wellstream.local.cli.summary;

import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.Share;
import java.util.Locale;

/** A figure in words: its value, of how many wells or sites in how many experiments, chance, and the 95 % interval. */
final class MetricText {
    private MetricText() {}

    /** With the metric's name first. */
    static String of(Metric metric) {
        return metric.getName() + " " + value(metric);
    }

    /** A share of wells. */
    static String of(Share share, double chance) {
        Metric.Builder metric = Metric.newBuilder()
                .setName("accuracy")
                .setValue(share.getValue())
                .setN(share.getN())
                .setExperiments(share.getExperiments())
                .setLow(share.getLow())
                .setHigh(share.getHigh());
        return value((chance > 0 ? metric.setChance(chance) : metric).build());
    }

    /** Without its name. */
    static String value(Metric metric) {
        boolean share = metric.getName().equals("accuracy");
        StringBuilder text = new StringBuilder(number(metric.getValue(), share));
        text.append(String.format(
                Locale.ROOT, " of %,d %s", metric.getN(), metric.getUnit().isEmpty() ? "wells" : metric.getUnit()));
        if (metric.getExperiments() > 0 && metric.getExperiment().isEmpty()) {
            text.append(" in ")
                    .append(metric.getExperiments())
                    .append(metric.getExperiments() == 1 ? " experiment" : " experiments");
        }
        if (metric.hasChance()) {
            text.append("; chance ").append(number(metric.getChance(), true));
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
        if (metric.getTransductive()) {
            text.append(
                    "; TRANSDUCTIVE: wells of these experiments were trained on, without their true labels or as controls");
        }
        return text.toString();
    }

    private static String interval(Metric metric, boolean share) {
        if (metric.getSet().equals(CardFigures.TRAINING)) {
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

    private static String number(double value, boolean share) {
        return share ? String.format(Locale.ROOT, "%.2f %%", 100 * value) : String.format(Locale.ROOT, "%.4f", value);
    }
}
