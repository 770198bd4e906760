package io.wellstream.trainer.promotion;

import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.PromotionDecision;
import io.wellstream.trainer.plan.PromotionPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Compares a model that is being published with the served one, by their cards. */
final class Comparison {
    private static final String METRIC = "accuracy";

    private Comparison() {}

    /** A set whose experiments are the same for both models, and their accuracies on it. */
    private record Figures(String set, List<String> experiments, Metric candidate, Metric served) {
        private boolean isBetter() {
            return candidate.getValue() > served.getValue();
        }
    }

    /**
     * Decides whether the candidate becomes the served model.
     *
     * @param served the card of the served model; empty if none is served
     */
    static PromotionDecision decide(ModelCard candidate, Optional<ModelCard> served) {
        PromotionDecision.Builder decision = PromotionDecision.newBuilder()
                .setServedRun(served.map(ModelCard::getRun).orElse(""));
        PromotionPolicy policy = PromotionPolicy.of(candidate.getSpecification());
        if (policy == PromotionPolicy.NEVER) {
            return decision.setReason("the run was requested with promotion never")
                    .build();
        }
        if (!candidate.getUnfit().isEmpty()) {
            return decision.setReason(candidate.getUnfit()).build();
        }
        if (served.isEmpty()) {
            return decision.setPromoted(true)
                    .setReason("no model was served before")
                    .build();
        }
        Optional<Figures> figures = compared(candidate, served.get());
        figures.ifPresent(both -> decision.setSet(both.set())
                .setMetric(METRIC)
                .setValue(both.candidate().getValue())
                .setServedValue(both.served().getValue()));
        if (policy == PromotionPolicy.ALWAYS) {
            return decision.setPromoted(true)
                    .setReason("the run was requested with promotion always"
                            + figures.map(both -> "; " + sentence(both, served.get()))
                                    .orElse(""))
                    .build();
        }
        return decision.setPromoted(figures.map(Figures::isBetter).orElse(false))
                .setReason(figures.map(both -> sentence(both, served.get()))
                        .orElseGet(() -> incomparable(candidate, served.get())))
                .build();
    }

    private static String incomparable(ModelCard candidate, ModelCard served) {
        boolean transductive = candidate.hasTransduction() || served.hasTransduction();
        return (transductive
                        ? "transductive accuracies are not compared, and it has no other test or validation set in common with run "
                        : "it has no test or validation set in common with run ")
                + served.getRun() + ", which is served, so the two cannot be compared";
    }

    private static Optional<Figures> compared(ModelCard candidate, ModelCard served) {
        return figures("test", candidate, candidate.getTestExperimentsList(), served, served.getTestExperimentsList())
                .or(() -> leaks(served)
                        ? Optional.empty()
                        : figures(
                                "validation",
                                candidate,
                                candidate.getValidationExperimentsList(),
                                served,
                                served.getValidationExperimentsList()));
    }

    private static Optional<Figures> figures(
            String set, ModelCard candidate, List<String> experiments, ModelCard served, List<String> others) {
        if (experiments.isEmpty() || !new TreeSet<>(experiments).equals(new TreeSet<>(others))) {
            return Optional.empty();
        }
        return accuracy(candidate, set).flatMap(ours -> accuracy(served, set)
                .filter(theirs -> theirs.getN() == ours.getN()) // else of other wells of these experiments
                .map(theirs -> new Figures(set, experiments, ours, theirs)));
    }

    private static Optional<Metric> accuracy(ModelCard card, String set) {
        return card.getMetricsList().stream()
                .filter(metric ->
                        metric.getSet().equals(set) && metric.getName().equals(METRIC))
                .filter(metric ->
                        metric.getExperiment().isEmpty() && metric.getCellType().isEmpty())
                .filter(metric ->
                        !metric.getTransductive()) // it was trained on wells of these experiments, the other perhaps
                // not
                .findFirst();
    }

    /** Cards of earlier versions say so only by their specification. */
    private static boolean leaks(ModelCard card) {
        return card.getLeakingSplit() || card.getSpecification().getSplit().hasRandomSites();
    }

    private static String sentence(Figures figures, ModelCard served) {
        Metric ours = figures.candidate();
        String relation = figures.isBetter()
                ? "higher than"
                : ours.getValue() < figures.served().getValue() ? "lower than" : "equal to";
        return String.format(
                Locale.ROOT,
                "its accuracy on the %s experiment%s %s is %.4f (%,d wells; chance %.4f; 95 %% interval %.4f–%.4f), %s the %.4f of run %s",
                figures.set(),
                figures.experiments().size() == 1 ? "" : "s",
                String.join(", ", figures.experiments()),
                ours.getValue(),
                ours.getN(),
                ours.getChance(),
                ours.getLow(),
                ours.getHigh(),
                relation,
                figures.served().getValue(),
                served.getRun());
    }
}
