package io.wellstream.trainer.engine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.wellstream.proto.v1.RunSpecification;

/**
 * How a network is trained, apart from the learning rate, which each step gets.
 *
 * @param labelSmoothing the share of a label's probability that is spread evenly over all classes, 0 to below 1
 * @param gradientClip the largest L2 norm of one layer's gradient; 0 for no limit
 * @param weightDecay in each update, kernels and the weights of dense layers lose this share of themselves times the learning
 *     rate; 0 for none
 * @param emaDecay what the moving average of the weights keeps of itself in each update; 0 for no average
 * @param accumulate batches whose gradients one update averages; 0, in checkpoints of earlier versions, is 1
 * @param blockRateDecay how much smaller each block's changes are than those of the block after it, as
 *     {@link io.wellstream.trainer.network.Blocks#rates} says; 0, in checkpoints of earlier versions, is 1
 */
public record TrainingSettings(
        Optimizer optimizer,
        double labelSmoothing,
        double gradientClip,
        double weightDecay,
        double emaDecay,
        int accumulate,
        double blockRateDecay) {
    public TrainingSettings {
        accumulate = accumulate == 0 ? 1 : accumulate;
        blockRateDecay = blockRateDecay == 0 ? 1 : blockRateDecay;
        requireShare("label smoothing", labelSmoothing);
        requireShare("decay of the average", emaDecay);
        if (!(gradientClip >= 0) || Double.isInfinite(gradientClip)) {
            throw new IllegalArgumentException("gradient clip " + gradientClip + "; expected 0 (none) or more");
        }
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new IllegalArgumentException("weight decay " + weightDecay + "; expected 0 (none) or more");
        }
        if (accumulate < 1) {
            throw new IllegalArgumentException("accumulate " + accumulate + "; expected 1 or more batches");
        }
        if (!(blockRateDecay > 0 && blockRateDecay <= 1)) {
            throw new IllegalArgumentException(
                    "block rate decay " + blockRateDecay + "; expected more than 0 and at most 1");
        }
    }

    /** With one rate for all blocks. */
    public TrainingSettings(
            Optimizer optimizer,
            double labelSmoothing,
            double gradientClip,
            double weightDecay,
            double emaDecay,
            int accumulate) {
        this(optimizer, labelSmoothing, gradientClip, weightDecay, emaDecay, accumulate, 1);
    }

    /** Without weight decay, average and accumulation. */
    public TrainingSettings(Optimizer optimizer, double labelSmoothing, double gradientClip) {
        this(optimizer, labelSmoothing, gradientClip, 0, 0, 1);
    }

    /** The settings of a complete specification. */
    public static TrainingSettings of(RunSpecification run) {
        return new TrainingSettings(
                Optimizer.parse(run.getOptimizer()),
                run.getLabelSmoothing(),
                run.getGradientClip(),
                run.getWeightDecay(),
                run.getEmaDecay(),
                run.getAccumulate(),
                run.getBlockRateDecay());
    }

    /** Whether the moving average of the weights is what is evaluated and published. */
    @JsonIgnore
    public boolean isAveraged() {
        return emaDecay > 0;
    }

    /** Whether blocks are trained with different rates. */
    public boolean hasBlockRates() {
        return blockRateDecay < 1;
    }

    /** Whether the step, counted from 0, changes the weights; other steps only add to their gradient. */
    public boolean updatesAt(long step) {
        return (step + 1) % accumulate == 0;
    }

    /** How many updates there were after so many steps. */
    public long updatesIn(long steps) {
        return steps / accumulate;
    }

    /**
     * What the average keeps of itself in one update. The first updates keep less, so that the average forgets the weights at the
     * beginning, as in TensorFlow's {@code ExponentialMovingAverage} with {@code num_updates}.
     *
     * @param update counted from 1
     */
    public double averageDecay(long update) {
        return Math.min(emaDecay, (1.0 + update) / (10.0 + update));
    }

    private static void requireShare(String what, double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(what + " " + share + "; expected 0 to below 1");
        }
    }
}
