package io.wellstream.trainer.engine;

/**
 * How a network is trained, apart from the learning rate, which each step gets.
 *
 * @param labelSmoothing the share of a label's probability that is spread evenly over all classes, 0 to below 1
 * @param gradientClip the largest L2 norm of one layer's gradient; 0 for no limit
 */
public record TrainingSettings(Optimizer optimizer, double labelSmoothing, double gradientClip) {
    public TrainingSettings {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException("label smoothing " + labelSmoothing + "; expected 0 to below 1");
        }
        if (!(gradientClip >= 0) || Double.isInfinite(gradientClip)) {
            throw new IllegalArgumentException("gradient clip " + gradientClip + "; expected 0 (none) or more");
        }
    }
}
