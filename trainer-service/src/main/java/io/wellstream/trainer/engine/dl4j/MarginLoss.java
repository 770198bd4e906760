package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.AngularMargin;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** The cross-entropy after an {@link AngularMargin}. A sample's class is the one with its largest label. */
final class MarginLoss extends SeparateLoss {
    private static final long serialVersionUID = 1;

    private final transient AngularMargin margin;
    private final ILossFunction entropy;

    MarginLoss(AngularMargin margin, ILossFunction entropy) {
        this.margin = margin;
        this.entropy = entropy;
    }

    /** Logits with the margin, and their derivatives by the plain ones, as [sample, class]. */
    private record Widened(INDArray logits, INDArray slopes) {}

    private Widened widened(INDArray labels, INDArray plain) {
        INDArray logits = plain.dup();
        INDArray slopes = Nd4j.ones(plain.dataType(), plain.shape());
        int[] classes = labels.argMax(1).toIntVector();
        for (int s = 0; s < classes.length; s++) {
            double logit = plain.getDouble(s, classes[s]);
            INDArray unusedLogit = logits.putScalar(s, classes[s], margin.logit(logit));
            INDArray unusedSlope = slopes.putScalar(s, classes[s], margin.slope(logit));
        }
        return new Widened(logits, slopes);
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray plain, IActivation activation, @Nullable INDArray mask, boolean average) {
        return entropy.computeScore(labels, widened(labels, plain).logits(), activation, mask, average);
    }

    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray plain, IActivation activation, @Nullable INDArray mask) {
        return entropy.computeScoreArray(labels, widened(labels, plain).logits(), activation, mask);
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray plain, IActivation activation, @Nullable INDArray mask) {
        Widened widened = widened(labels, plain);
        return entropy.computeGradient(labels, widened.logits(), activation, mask)
                .muli(widened.slopes());
    }

    @Override
    public String name() {
        return "cross-entropy with an angular margin";
    }
}
