package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.AngularMargin;
import io.wellstream.trainer.mixing.MixedLabels;
import io.wellstream.trainer.network.NetworkSpec;
import org.bytedeco.pytorch.CrossEntropyLossOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The mean cross-entropy of samples, where their logits are. A margin is at the likelier class of a mixed sample.
 *
 * @param smoothing as in {@link io.wellstream.trainer.engine.TrainingSettings}
 */
record TorchLoss(NetworkSpec spec, double smoothing) {
    Tensor of(Tensor logits, MixedLabels labels) {
        Tensor widened = spec.margin()
                .map(cosine -> widened(logits, labels, new AngularMargin(cosine)))
                .orElse(logits);
        Tensor own = of(widened, labels.own());
        if (labels.areCertain()) {
            return own;
        }
        Tensor partners = of(widened, labels.partners());
        return own.mul(new Scalar(labels.weight())).add(partners.mul(new Scalar(1 - labels.weight())));
    }

    private Tensor of(Tensor logits, int[] labels) {
        CrossEntropyLossOptions options = new CrossEntropyLossOptions();
        options.label_smoothing().put(smoothing);
        return torch.cross_entropy(logits, TorchInput.integers(labels, logits.device()), options);
    }

    /** The logits with the margin at the class of each sample. */
    private static Tensor widened(Tensor logits, MixedLabels labels, AngularMargin margin) {
        Tensor classes = TorchInput.integers(labels.dominant(), logits.device()).view(-1, 1);
        ScalarOptional most = new ScalarOptional(new Scalar(AngularMargin.LARGEST_COSINE));
        ScalarOptional least = new ScalarOptional(new Scalar(-AngularMargin.LARGEST_COSINE));
        Tensor cosine =
                logits.gather(1, classes).div(new Scalar(margin.scale())).clamp(least, most);
        Tensor wide = cosine.acos().add(new Scalar(margin.margin())).cos();
        Tensor line = cosine.sub(new Scalar(margin.loss()));
        Tensor chosen = torch.where(cosine.gt(new Scalar(margin.smallestCosine())), wide, line);
        return logits.scatter(1, classes, chosen.mul(new Scalar(margin.scale())));
    }
}
