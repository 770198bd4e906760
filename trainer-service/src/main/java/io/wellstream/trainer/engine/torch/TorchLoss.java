package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.AngularMargin;
import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.mixing.LabelProbabilities;
import io.wellstream.trainer.mixing.MixedLabels;
import io.wellstream.trainer.network.ControlHead;
import io.wellstream.trainer.network.NetworkSpec;
import org.bytedeco.pytorch.CrossEntropyLossOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The loss of a batch's logits, without weight penalties. Runs in a pointer scope of the caller. */
final class TorchLoss {
    private final NetworkDefinition definition;
    private final TorchInput input;

    TorchLoss(NetworkDefinition definition, TorchInput input) {
        this.definition = definition;
        this.input = input;
    }

    /** A margin is at the likelier class of a mixed sample. */
    Tensor of(Tensor logits, MixedLabels labels) {
        Tensor widened = definition
                .spec()
                .margin()
                .map(cosine -> widened(logits, input.integers(labels.dominant()), new AngularMargin(cosine)))
                .orElse(logits);
        ControlHead controls = definition.spec().controls();
        if (controls != null) {
            return ofHeads(widened, labels, controls);
        }
        Tensor own = loss(widened, labels.own());
        if (labels.areCertain()) {
            return own;
        }
        Tensor partners = loss(widened, labels.partners());
        return own.mul(new Scalar(labels.weight())).add(partners.mul(new Scalar(1 - labels.weight())));
    }

    /** The mean over all labelled samples of their cross-entropies in both heads. */
    private Tensor ofHeads(Tensor logits, MixedLabels labels, ControlHead controls) {
        NetworkSpec spec = definition.spec();
        float[] rows = new LabelProbabilities(
                        spec.classes(),
                        spec.answers(),
                        controls.weight(),
                        definition.settings().labelSmoothing())
                .of(labels);
        Tensor expected = input.floats(rows).view(-1, spec.classes());
        Tensor first = entropy(logits, expected, 0, spec.answers());
        Tensor second = entropy(logits, expected, spec.answers(), controls.classes());
        return first.add(second).div(new Scalar((double) labels.samples()));
    }

    /** Summed over the samples. */
    private static Tensor entropy(Tensor logits, Tensor expected, long from, long count) {
        Tensor logs = torch.log_softmax(logits.narrow(1, from, count), 1);
        return logs.mul(expected.narrow(1, from, count)).sum().neg();
    }

    private Tensor loss(Tensor logits, int[] labels) {
        CrossEntropyLossOptions options = new CrossEntropyLossOptions();
        options.label_smoothing().put(definition.settings().labelSmoothing());
        return torch.cross_entropy(logits, input.integers(labels), options);
    }

    /** The logits with the margin at the class of each sample. */
    private static Tensor widened(Tensor logits, Tensor labels, AngularMargin margin) {
        Tensor classes = labels.view(-1, 1);
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
