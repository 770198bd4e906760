package io.wellstream.scorer;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ScoredWell;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.WellKeys;
import java.util.List;

/**
 * What a model says of a well after each step: one site, all sites, adapted to the experiment, all views. Read from its stored form, so that it is the same
 * whether the well was scored now or by an earlier call.
 *
 * @param classes of the model, by index
 * @param asTrained by the model as it was trained; the same as {@code scored} if it was not adapted
 */
record WellReading(WellIngested well, List<String> classes, ScoredWell asTrained, ScoredWell scored) {

    WellId id() {
        return WellKeys.wellOf(well.getWell());
    }

    /** The most probable class; of equals the first. */
    int best() {
        int best = 0;
        for (int c = 1; c < scored.getLogProbabilitiesCount(); c++) {
            best = logProbability(c) > logProbability(best) ? c : best;
        }
        return best;
    }

    /** The most probable class but this one; of equals the first. */
    int bestBut(int one) {
        int best = one == 0 ? 1 : 0;
        for (int c = best + 1; c < scored.getLogProbabilitiesCount(); c++) {
            best = c != one && logProbability(c) > logProbability(best) ? c : best;
        }
        return best;
    }

    int ofFirstSite() {
        return asTrained.getSiteClasses(0);
    }

    int ofAllSites() {
        return asTrained.getAveragedClass();
    }

    /** Of all sites, by the model as it is used. */
    int adapted() {
        return scored.getAveragedClass();
    }

    /** Whether the class can stand in the well at all. */
    boolean isPossible(int c) {
        return logProbability(c) > Double.NEGATIVE_INFINITY;
    }

    double logProbability(int c) {
        return scored.getLogProbabilities(c);
    }

    /** At the model's temperature, of all sites and views: 0…1. */
    double probability(int c) {
        return (float) Math.exp(logProbability(c));
    }

    boolean isReplicated() {
        return scored.getSiteClassesCount() > 1;
    }

    /** Whether each site alone would have got the same label. */
    boolean sitesAgree() {
        return scored.getSiteClassesList().stream().distinct().count() == 1;
    }

    /** Whether the class is what the metadata says of the well; a label that the model does not know is never right. */
    boolean isRight(int c) {
        return classes.get(c).equals(well.getLabel());
    }
}
