package io.wellstream.scorer.experiment;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ScoredWell;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.WellKeys;
import java.util.List;

/**
 * A well with a model's scores after each step, and its label. Read from the stored form of the scores, so that it is the same whether the
 * well was scored now or by an earlier call.
 *
 * @param classes of the model, by index
 * @param asTrained by the model as it was trained; the same as {@code scored} if it was not adapted
 * @param label the class it gets, by index
 */
public record PredictedWell(
        WellIngested well, List<String> classes, ScoredWell asTrained, ScoredWell scored, int label) {

    /** Labelled with its most probable class. */
    static PredictedWell of(WellIngested well, List<String> classes, ScoredWell asTrained, ScoredWell scored) {
        return new PredictedWell(well, classes, asTrained, scored, best(scored, -1));
    }

    PredictedWell withLabel(int other) {
        return new PredictedWell(well, classes, asTrained, scored, other);
    }

    public WellId id() {
        return WellKeys.wellOf(well.getWell());
    }

    public String labelName() {
        return classes.get(label);
    }

    /** The probability of the label: of all sites and views, at the model's temperature. */
    public double confidence() {
        return probability(label);
    }

    /** The most probable class; of equals the first. */
    public int best() {
        return best(scored, -1);
    }

    /** The most probable class other than the label; of equals the first. There must be two classes. */
    public int runnerUp() {
        return best(scored, label);
    }

    private static int best(ScoredWell scored, int except) {
        int best = except == 0 ? 1 : 0;
        for (int c = best + 1; c < scored.getLogProbabilitiesCount(); c++) {
            best = c != except && scored.getLogProbabilities(c) > scored.getLogProbabilities(best) ? c : best;
        }
        return best;
    }

    /** The most probable class of the first site alone, by the model as trained. */
    int bestOfFirstSite() {
        return asTrained.getSiteClasses(0);
    }

    /** The most probable class of all sites, by the model as trained. */
    int bestAsTrained() {
        return asTrained.getAveragedClass();
    }

    /** The most probable class of all sites, by the model as it is used. */
    int bestOfOneView() {
        return scored.getAveragedClass();
    }

    /** Whether the row can have the class at all. */
    boolean isPossible(int c) {
        return logProbability(c) > Double.NEGATIVE_INFINITY;
    }

    /** How often a guess of any possible class is right; 0 if the model cannot answer the true label. */
    public double chance() {
        int possible = 0;
        boolean answerable = false;
        for (int c = 0; c < classes.size(); c++) {
            if (isPossible(c)) {
                possible++;
                answerable |= isRight(c);
            }
        }
        return answerable ? 1.0 / possible : 0;
    }

    double logProbability(int c) {
        return scored.getLogProbabilities(c);
    }

    public double probability(int c) {
        return (float) Math.exp(logProbability(c));
    }

    boolean hasSeveralSites() {
        return scored.getSiteClassesCount() > 1;
    }

    /** Whether each site alone gets the same class. */
    boolean sitesAgree() {
        return scored.getSiteClassesList().stream().distinct().count() == 1;
    }

    /** The label in the metadata, also if it is one that must stay unseen until predictions are made; empty if there is none. */
    public String trueLabel() {
        return well.getLabel().isEmpty() ? well.getTruth() : well.getLabel();
    }

    public boolean hasTrueLabel() {
        return !trueLabel().isEmpty();
    }

    /** Whether the class is the label in the metadata; a label that the model does not know is never right. */
    public boolean isRight(int c) {
        return classes.get(c).equals(trueLabel());
    }
}
