package io.wellstream.scorer;

/** What is done between the pixels and the labels of a submission, in the order it is done. */
enum Step {
    ONE_SITE("one site") {
        @Override
        int label(LabelledExperiment experiment, int well) {
            return experiment.readings().get(well).ofFirstSite();
        }
    },
    ALL_SITES("all sites") {
        @Override
        int label(LabelledExperiment experiment, int well) {
            return experiment.readings().get(well).ofAllSites();
        }
    },
    ADAPTATION("adaptation") {
        @Override
        int label(LabelledExperiment experiment, int well) {
            return experiment.readings().get(well).adapted();
        }
    },
    VIEWS("views") {
        @Override
        int label(LabelledExperiment experiment, int well) {
            return experiment.readings().get(well).best();
        }
    },
    DESIGN_PRIOR("design prior") {
        @Override
        int label(LabelledExperiment experiment, int well) {
            return experiment.chosen().get(well);
        }
    };

    private final String text;

    Step(String text) {
        this.text = text;
    }

    /** The class that a well has after this step. */
    abstract int label(LabelledExperiment experiment, int well);

    /** Whether a submission takes this step. */
    boolean isTaken(SubmissionOptions options) {
        return switch (this) {
            case ONE_SITE, ALL_SITES -> true;
            case ADAPTATION -> options.adapt();
            case VIEWS -> options.views() > 1;
            case DESIGN_PRIOR -> options.designPrior();
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
