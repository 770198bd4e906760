package io.wellstream.trainer.engine;

/** The loss of a step is not finite. The author of the run should change its settings. */
public final class DivergedException extends RuntimeException {
    public DivergedException(long step, double loss, double learningRate) {
        super("the loss is " + loss + " at step " + step + " with learning rate " + learningRate
                + ": training diverged; lower the learning rate, lengthen the warm-up or clip gradients");
    }
}
