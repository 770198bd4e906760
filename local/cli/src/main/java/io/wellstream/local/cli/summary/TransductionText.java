package io.wellstream.local.cli.summary;

import io.wellstream.proto.v1.TransductionReport;
import io.wellstream.proto.v1.TransductiveExperiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which wells of its test experiments a network was trained on, in a line per experiment. */
final class TransductionText {
    private TransductionText() {}

    static List<String> lines(TransductionReport report) {
        return report.getExperimentsList().stream()
                .map(one -> "Transductive: " + one.getExperiment() + ": " + String.join("; ", parts(report, one)))
                .toList();
    }

    private static List<String> parts(TransductionReport report, TransductiveExperiment one) {
        List<String> parts = new ArrayList<>();
        if (one.getPseudoLabelled() > 0) {
            parts.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d test wells trained on with labels of model %s, at probabilities %.3f to %.3f, mean %.3f",
                    one.getPseudoLabelled(),
                    one.getPredicted(),
                    report.getModel(),
                    one.getLowest(),
                    one.getHighest(),
                    one.getMean()));
        }
        if (one.getControls() > 0) {
            parts.add(String.format(Locale.ROOT, "%,d controls trained on", one.getControls()));
        }
        if (!one.getBeganWith().isEmpty()) {
            parts.add("model " + one.getBeganWith() + ", which the run began with, was trained on wells of it");
        }
        return parts;
    }
}
