package io.wellstream.trainer.engine;

/** The loss of a step is not finite. The author of the run should change its settings. */
public final class DivergedException extends RuntimeException {
    public DivergedException(long step, double loss, double learningRate) {
        super("the loss is " + loss + " at step " + step + " with learning rate " + learningRate
                + ": training diverged; lower the learning rate, lengthen the warm-up or clip gradients");
    }

    /** It diverged although the learning rate had been halved so often. */
    public DivergedException(int halvings, DivergedException last) {
        super(
                last.getMessage() + " (training had gone back to its last checkpoint and halved the learning rate "
                        + halvings + " times)",
                last);
    }
}
