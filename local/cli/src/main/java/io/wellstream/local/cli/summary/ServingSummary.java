package io.wellstream.local.cli.summary;

import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.PromotionDecision;
import io.wellstream.proto.v1.ServedBefore;
import io.wellstream.proto.v1.Serving;
import io.wellstream.wire.keys.MessageKeys;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which model is served, and why, in lines. */
public final class ServingSummary {
    private ServingSummary() {}

    /** After a change. */
    public static String now(Serving serving) {
        return "Served now for " + scope(serving.getDataset(), serving.getCellType()) + ": the model of run "
                + serving.getRun()
                + (serving.getEarlierCount() == 0
                        ? ""
                        : "; before it: "
                                + String.join(
                                        ", ",
                                        serving.getEarlierList().stream()
                                                .map(ServedBefore::getRun)
                                                .limit(5)
                                                .toList()));
    }

    /** What was decided when a run's model was published; none by a trainer that does not record it. */
    public static List<String> decided(String model, PromotionDecision decision, String unfit) {
        if (decision.getReason().isEmpty()) {
            return List.of();
        }
        return decision.getPromoted()
                ? List.of("Served from now on: " + decision.getReason())
                : List.of(
                        "Not served: " + decision.getReason(),
                        "To serve it all the same: ./wellstream promote " + model
                                + (unfit.isEmpty() ? "" : " --force"));
    }

    /** A published model, and whether it is served. */
    public static String model(ModelPublished model, ModelCard card, Optional<Serving> serving) {
        boolean served =
                serving.map(Serving::getRun).filter(model.getRun()::equals).isPresent();
        return String.format(
                Locale.ROOT,
                "%-28s %-24s %-18s %-8s test: %s; validation: %s%s",
                model.getRun(),
                scope(model.getDataset(), model.getCellType()),
                MessageKeys.target(model.getTarget()),
                served ? "served" : "",
                accuracy(card, "test"),
                accuracy(card, "validation"),
                card.getUnfit().isEmpty() ? "" : "; unfit: " + card.getUnfit());
    }

    private static String accuracy(ModelCard card, String set) {
        return card.getMetricsList().stream()
                .filter(metric ->
                        metric.getSet().equals(set) && metric.getName().equals("accuracy"))
                .filter(metric ->
                        metric.getExperiment().isEmpty() && metric.getCellType().isEmpty())
                .findFirst()
                .map(MetricText::value)
                .orElse("none");
    }

    private static String scope(String dataset, String cellType) {
        return dataset + ", " + (cellType.isEmpty() ? "all cell types" : cellType);
    }
}
