package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.LearningRate;

/** The learning rate of each step: a pure function of the step and of the number of plateaus so far. */
public sealed interface LearningRateSchedule {
    /**
     * The rate of one step.
     *
     * @param step from 0
     * @param steps of the whole run
     * @param plateaus how often so far the loss did not improve for {@link Plateau#PATIENCE} epochs
     */
    double rate(long step, long steps, int plateaus);

    /** The same rate throughout. */
    record Constant(double base) implements LearningRateSchedule {
        @Override
        public double rate(long step, long steps, int plateaus) {
            return base;
        }
    }

    /** Halved whenever the loss has not improved for {@link #PATIENCE} epochs. */
    record Plateau(double base) implements LearningRateSchedule {
        /** Epochs without a better loss before the rate is halved. */
        public static final int PATIENCE = 3;

        @Override
        public double rate(long step, long steps, int plateaus) {
            return base * StrictMath.pow(0.5, plateaus);
        }
    }

    /**
     * Rises linearly from 0 over the first share of the run, then falls along half a cosine towards 0, which it would reach
     * one step after the last.
     */
    record WarmupCosine(double base, double warmupShare) implements LearningRateSchedule {
        @Override
        public double rate(long step, long steps, int plateaus) {
            double warmup = Math.max(1, warmupShare * steps);
            if (step + 1 <= warmup) {
                return base * (step + 1) / warmup;
            }
            double done = (step + 1 - warmup) / Math.max(1, steps + 1 - warmup);
            return base * 0.5 * (1 + StrictMath.cos(StrictMath.PI * Math.min(1, done)));
        }
    }

    /** The schedule of an effective specification, whose base rate is filled in. */
    static LearningRateSchedule of(LearningRate settings) {
        return switch (settings.getSchedule()) {
            case "constant" -> new Constant(settings.getBase());
            case "plateau" -> new Plateau(settings.getBase());
            case "warmup-cosine" -> new WarmupCosine(settings.getBase(), settings.getWarmupShare());
            default ->
                throw RefusedRunException.setting(
                        "learning_rate.schedule", settings.getSchedule(), "constant, plateau or warmup-cosine");
        };
    }
}
