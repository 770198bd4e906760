package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Changes the weights by their gradients: limits the gradient of each layer, adds the weight penalties, then Adam or Nadam with the
 * formulas of Deeplearning4j's. In both, a small number is added to the root of the second moment before that is corrected for its
 * start at zero (Kingma and Ba 2015, end of section 2). Runs in a scope without gradients.
 */
final class TorchOptimizer {
    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private final TorchWeights weights;
    private final TrainingSettings settings;
    private final List<List<Tensor>> layers;
    private final List<Penalty> penalties;

    /** Adds {@code factor} × weights to the gradient. */
    private record Penalty(Tensor weights, Tensor gradient, double factor) {}

    TorchOptimizer(NetworkSpec spec, TrainingSettings settings, TorchWeights weights) {
        this.weights = weights;
        this.settings = settings;
        Map<Node, List<Tensor>> byNode = new LinkedHashMap<>();
        this.penalties = new ArrayList<>();
        for (Weight weight : Weight.of(spec)) {
            if (weight.trained()) {
                byNode.computeIfAbsent(weight.node(), _ -> new ArrayList<>())
                        .add(weights.gradients().view(weight.name()));
                double l2 = penalty(weight);
                if (l2 > 0) {
                    penalties.add(new Penalty(
                            weights.trained().view(weight.name()),
                            weights.gradients().view(weight.name()),
                            2 * l2)); // the derivative of l2 × w²
                }
            }
        }
        this.layers = List.copyOf(byNode.values());
    }

    private static double penalty(Weight weight) {
        return switch (weight.node().op()) {
            case Op.Convolution conv -> weight.part().equals("kernel") ? conv.l2() : 0;
            case Op.Dense dense -> weight.part().equals("weights") ? dense.l2() : 0;
            case Op.View _,
                    Op.BatchNorm _,
                    Op.Relu _,
                    Op.MaxPool _,
                    Op.GlobalAverage _,
                    Op.Add _,
                    Op.Concatenate _,
                    Op.Dropout _ -> 0;
        };
    }

    /** @param number of this step, from 1 */
    void step(double learningRate, double number) {
        if (settings.gradientClip() > 0) {
            layers.forEach(this::clip);
        }
        for (Penalty penalty : penalties) {
            add(penalty.gradient(), penalty.weights(), penalty.factor());
        }
        switch (settings.optimizer()) {
            case ADAM -> adam(learningRate, number);
            case NADAM -> nadam(learningRate, number);
        }
    }

    private void clip(List<Tensor> layer) {
        double squares = 0;
        for (Tensor gradient : layer) {
            double norm = gradient.norm().item_double();
            squares += norm * norm;
        }
        double norm = Math.sqrt(squares);
        if (norm > settings.gradientClip()) {
            layer.forEach(gradient -> scale(gradient, settings.gradientClip() / norm));
        }
    }

    private void adam(double learningRate, double number) {
        updateMoments();
        double rate =
                learningRate * Math.sqrt(1 - Math.pow(SECOND_DECAY, number)) / (1 - Math.pow(FIRST_DECAY, number));
        divide(weights.firstMoments().all(), -rate);
    }

    private void nadam(double learningRate, double number) {
        updateMoments();
        Tensor ahead = weights.firstMoments().all().mul(new Scalar(FIRST_DECAY));
        add(ahead, weights.gradients().all(), 1 - FIRST_DECAY);
        divide(ahead, -learningRate / (1 - Math.pow(FIRST_DECAY, number)));
    }

    private void updateMoments() {
        Tensor gradient = weights.gradients().all();
        Tensor first = weights.firstMoments().all();
        scale(first, FIRST_DECAY);
        add(first, gradient, 1 - FIRST_DECAY);
        Tensor second = weights.secondMoments().all();
        scale(second, SECOND_DECAY);
        Tensor unused = second.addcmul_(gradient, gradient, new Scalar(1 - SECOND_DECAY));
    }

    /** Adds {@code factor × numerator / (√ second moment + ε)} to the weights. */
    private void divide(Tensor numerator, double factor) {
        Tensor root = weights.secondMoments().all().sqrt();
        Tensor denominator = root.add_(new Scalar(EPSILON));
        Tensor unused = weights.trained().all().addcdiv_(numerator, denominator, new Scalar(factor));
    }

    private static void scale(Tensor tensor, double factor) {
        Tensor unused = tensor.mul_(new Scalar(factor));
    }

    private static void add(Tensor to, Tensor tensor, double factor) {
        Tensor unused = to.add_(tensor, new Scalar(factor));
    }
}
