package io.wellstream.scorer.experiment;

/** The steps from the pixels to the labels of a submission, in their order. */
public enum ScoringStep {
    ONE_SITE("one site"),
    ALL_SITES("all sites"),
    ADAPTATION("adaptation"),
    VIEWS("views"),
    DESIGN_PRIOR("design prior");

    private final String text;

    ScoringStep(String text) {
        this.text = text;
    }

    /** The class that a well has after this step. */
    public int best(PredictedWell well) {
        return switch (this) {
            case ONE_SITE -> well.bestOfFirstSite();
            case ALL_SITES -> well.bestAsTrained();
            case ADAPTATION -> well.bestOfOneView();
            case VIEWS -> well.best();
            case DESIGN_PRIOR -> well.label();
        };
    }

    /**
     * Whether a submission takes this step.
     *
     * @param adapted whether a model of the submission is adapted
     */
    public boolean isTaken(ScoringOptions options, boolean adapted) {
        return switch (this) {
            case ONE_SITE, ALL_SITES -> true;
            case ADAPTATION -> adapted;
            case VIEWS -> options.views() > 1;
            case DESIGN_PRIOR -> options.designPrior();
        };
    }

    /** The step before; the first one has none before it and is compared with itself. */
    public ScoringStep before() {
        return switch (this) {
            case ONE_SITE, ALL_SITES -> ONE_SITE;
            case ADAPTATION -> ALL_SITES;
            case VIEWS -> ADAPTATION;
            case DESIGN_PRIOR -> VIEWS;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
