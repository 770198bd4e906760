package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.RunSpecification;
import java.util.List;

/** The settings of a run that say how gradients change the weights, completed and checked. */
final class Optimization {
    private static final List<String> OPTIMIZERS = List.of("adam", "nadam", "sgd", "adamw");
    private static final List<String> WITH_DECAY = List.of("sgd", "adamw");

    /** PyTorch's. */
    private static final double DECAY_OF_ADAMW = 0.01;

    private static final int MOST_ACCUMULATED = 1_024;

    /** Goyal et al. 2017, for SGD with momentum. */
    private static final double RATE_PER_SAMPLE = 0.1 / 256;

    /** Of that rate, for Adam and its relatives. */
    private static final double SHARE_OF_ADAM = 0.1;

    private Optimization() {}

    static void complete(RunSpecification.Builder run) {
        String optimizer = run.getOptimizer().isEmpty() ? "adam" : run.getOptimizer();
        if (!OPTIMIZERS.contains(optimizer)) {
            throw RefusedRunException.setting("optimizer", optimizer, "one of " + String.join(", ", OPTIMIZERS));
        }
        run.setOptimizer(optimizer);
        if (optimizer.equals("adamw") && !run.hasWeightDecay()) {
            run.setWeightDecay(DECAY_OF_ADAMW);
        }
        weightDecay(run);
        if (!(run.getEmaDecay() >= 0 && run.getEmaDecay() < 1)) {
            throw RefusedRunException.setting("ema_decay", run.getEmaDecay(), "0 (no average) or more and less than 1");
        }
        if (run.getEmaDecay() == 0) {
            run.clearEmaDecay(); // as in records of versions that did not have it
        }
        if (run.getAccumulate() < 0 || run.getAccumulate() > MOST_ACCUMULATED) {
            throw RefusedRunException.setting("accumulate", run.getAccumulate(), "1 to " + MOST_ACCUMULATED);
        }
        if (run.getAccumulate() == 1) {
            run.clearAccumulate();
        }
        double blockRateDecay = run.hasBlockRateDecay() ? run.getBlockRateDecay() : 1;
        if (!(blockRateDecay > 0 && blockRateDecay <= 1)) {
            throw RefusedRunException.setting("block_rate_decay", blockRateDecay, "more than 0 and at most 1");
        }
        if (blockRateDecay == 1) {
            run.clearBlockRateDecay();
        }
    }

    private static void weightDecay(RunSpecification.Builder run) {
        double decay = run.getWeightDecay();
        if (!(decay >= 0 && decay < 1)) {
            throw RefusedRunException.setting("weight_decay", decay, "0 (none) or more and less than 1");
        }
        if (decay > 0 && !WITH_DECAY.contains(run.getOptimizer())) {
            throw RefusedRunException.setting(
                    "weight_decay", decay, "0 unless optimizer is " + String.join(" or ", WITH_DECAY));
        }
    }

    /** Proportional to the samples of an update. */
    static double defaultRate(RunSpecification.Builder run) {
        double share = run.getOptimizer().equals("sgd") ? 1 : SHARE_OF_ADAM;
        return RATE_PER_SAMPLE * share * run.getBatchSize() * Math.max(1, run.getAccumulate());
    }

    /** The penalty of the head: the network's own, which is negative here, unless the weights decay. */
    static double l2(RunSpecification run) {
        double requested = run.getNetwork().getL2();
        return requested < 0 && run.getWeightDecay() > 0 ? 0 : requested;
    }
}
