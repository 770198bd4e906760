package io.wellstream.scorer.experiment;

import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** The steps from the pixels to the labels of a submission, in their order. */
public enum ScoringStep {
    ONE_SITE("one site", PredictedWell::bestOfFirstSite, options -> true),
    ALL_SITES("all sites", PredictedWell::bestAsTrained, options -> true),
    ADAPTATION("adaptation", PredictedWell::bestOfOneView, ScoringOptions::adapt),
    VIEWS("views", PredictedWell::best, options -> options.views() > 1),
    DESIGN_PRIOR("design prior", PredictedWell::label, ScoringOptions::designPrior);

    private final String text;
    private final ToIntFunction<PredictedWell> best;
    private final Predicate<ScoringOptions> taken;

    ScoringStep(String text, ToIntFunction<PredictedWell> best, Predicate<ScoringOptions> taken) {
        this.text = text;
        this.best = best;
        this.taken = taken;
    }

    /** The class that a well has after this step. */
    public int best(PredictedWell well) {
        return best.applyAsInt(well);
    }

    /** Whether a submission takes this step. */
    public boolean isTaken(ScoringOptions options) {
        return taken.test(options);
    }

    /** The step before; the first one has none before it and is compared with itself. */
    public ScoringStep before() {
        return values()[Math.max(0, ordinal() - 1)];
    }

    @Override
    public String toString() {
        return text;
    }
}
