package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ObjectRef;
import java.io.PrintWriter;
import java.util.Locale;

/** What is printed about a model that was just published. */
final class RunReport {
    private RunReport() {}

    static void print(SystemClient client, ObjectRef ref, PrintWriter out) {
        ModelCard card = ModelCards.read(client, ref);
        card.getMetricsList().forEach(metric -> out.println(line(metric)));
        out.println("Model " + card.getRun() + ": " + ref.getKey());
    }

    private static String line(Metric metric) {
        String where = metric.getSet() + (metric.getExperiment().isEmpty() ? "" : " " + metric.getExperiment());
        return metric.getN() == 0
                ? String.format(Locale.ROOT, "%-24s %s %.4f", where, metric.getName(), metric.getValue())
                : String.format(
                        Locale.ROOT,
                        "%-24s %s %.4f (n = %d, 95 %% interval %.4f–%.4f)",
                        where,
                        metric.getName(),
                        metric.getValue(),
                        metric.getN(),
                        metric.getLow(),
                        metric.getHigh());
    }
}
