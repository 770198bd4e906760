package io.wellstream.trainer.engine.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The sum of the cross-entropies of two softmaxes, over the first outputs and over those after them. The probabilities of a label need not
 * add up to 1; a sample without any in a head does not count there.
 */
final class TwoHeadsLoss extends SeparateLoss {
    private static final long serialVersionUID = 1;

    private final int first;

    /** @param first outputs of the first softmax */
    TwoHeadsLoss(int first) {
        this.first = first;
    }

    /** Views of the outputs of one softmax. */
    private record Head(INDArray labels, INDArray logits) {
        /** [sample, 1]. */
        private INDArray masses() {
            return labels.sum(true, 1);
        }
    }

    private Head head(INDArray labels, INDArray logits, boolean isFirst) {
        long from = isFirst ? 0 : first;
        long end = isFirst ? first : logits.size(1);
        return new Head(
                labels.get(NDArrayIndex.all(), NDArrayIndex.interval(from, end)),
                logits.get(NDArrayIndex.all(), NDArrayIndex.interval(from, end)));
    }

    /** [sample, 1]: Σ of −label × log softmax. */
    private static INDArray scores(Head head) {
        INDArray logs = Transforms.log(Transforms.softmax(head.logits().dup()), false);
        return logs.muli(head.labels()).sum(true, 1).negi();
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask, boolean average) {
        double sum =
                computeScoreArray(labels, logits, activation, mask).sumNumber().doubleValue();
        return average ? sum / logits.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask) {
        return scores(head(labels, logits, true)).addi(scores(head(labels, logits, false)));
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask) {
        return Nd4j.concat(1, gradient(head(labels, logits, true)), gradient(head(labels, logits, false)));
    }

    /** softmax × Σ labels − labels. */
    private static INDArray gradient(Head head) {
        return Transforms.softmax(head.logits().dup())
                .muliColumnVector(head.masses())
                .subi(head.labels());
    }

    @Override
    public String name() {
        return "cross-entropies of two softmaxes";
    }
}
