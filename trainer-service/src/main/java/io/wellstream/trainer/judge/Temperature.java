package io.wellstream.trainer.judge;

/**
 * The one number that makes a model's confidence honest: logits are divided by it. Fitted on validation by the smallest
 * loss (C. Guo et al., <i>On calibration of modern neural networks</i>, ICML 2017), never on what is called unseen.
 */
public final class Temperature {
    /** That of a model without validation. */
    public static final double UNCALIBRATED = 1;

    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final double LEAST = 0.05;
    private static final double MOST = 20;
    private static final int STEPS = 60;

    private Temperature() {}

    /** Golden-section search over the logarithm of the temperature; the loss has one valley there. */
    public static double fit(Evaluation validation) {
        double low = StrictMath.log(LEAST);
        double high = StrictMath.log(MOST);
        for (int i = 0; i < STEPS; i++) {
            double a = high - GOLDEN * (high - low);
            double b = low + GOLDEN * (high - low);
            if (validation.loss(StrictMath.exp(a)) < validation.loss(StrictMath.exp(b))) {
                high = b;
            } else {
                low = a;
            }
        }
        return StrictMath.exp((low + high) / 2);
    }
}
