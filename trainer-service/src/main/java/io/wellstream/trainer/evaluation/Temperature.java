package io.wellstream.trainer.evaluation;

/**
 * Temperature scaling: logits are divided by this number, so that a model's confidence matches its accuracy. It minimises
 * the loss on validation (C. Guo et al., <i>On calibration of modern neural networks</i>, ICML 2017), never on test.
 */
public final class Temperature {
    /** The temperature of a model without validation. */
    public static final double UNCALIBRATED = 1;

    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final double LEAST = 0.05;
    private static final double MOST = 20;
    private static final int STEPS = 60;

    private Temperature() {}

    /**
     * Golden-section search over the logarithm of the temperature, where the loss has one minimum. It reads the outputs 120 times: of very
     * many wells, it reads a sample.
     */
    public static double fit(Evaluation validation) {
        int every = validation.sampled();
        double low = StrictMath.log(LEAST);
        double high = StrictMath.log(MOST);
        for (int i = 0; i < STEPS; i++) {
            double a = high - GOLDEN * (high - low);
            double b = low + GOLDEN * (high - low);
            if (validation.loss(every, StrictMath.exp(a)) < validation.loss(every, StrictMath.exp(b))) {
                high = b;
            } else {
                low = a;
            }
        }
        return StrictMath.exp((low + high) / 2);
    }
}
