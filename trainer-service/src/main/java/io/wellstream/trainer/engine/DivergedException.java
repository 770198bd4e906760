package io.wellstream.trainer.engine;

/** Training left the numbers: the loss of a step is not finite. Whoever chose the run's settings should act. */
public final class DivergedException extends RuntimeException {
    public DivergedException(long step, double loss, double learningRate) {
        super("the loss is " + loss + " at step " + step + " with learning rate " + learningRate
                + ": training diverged; lower the learning rate, lengthen the warm-up or clip gradients");
    }
}
