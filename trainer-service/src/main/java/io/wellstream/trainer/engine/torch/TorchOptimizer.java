package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Changes the weights by their gradients: limits the gradient of each layer, adds the weight penalties, makes the weights decay, then
 * Adam, Nadam or SGD with the formulas of Deeplearning4j's, at the rates of the blocks. In Adam and Nadam, a small number is added to the
 * root of the second moment before that is corrected for its start at zero (Kingma and Ba 2015, end of section 2). The velocity of SGD
 * contains the learning rate. Runs in a scope without gradients.
 */
final class TorchOptimizer {
    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private final TorchWeights weights;
    private final TrainingSettings settings;
    private final List<List<Tensor>> layers;
    private final List<Penalty> penalties = new ArrayList<>();
    private final List<Tensor> decayed = new ArrayList<>();

    /** Adds {@code factor} × weights to the gradient. */
    private record Penalty(Tensor weights, Tensor gradient, double factor) {}

    TorchOptimizer(TrainingSettings settings, TorchWeights weights) {
        this.weights = weights;
        this.settings = settings;
        Map<Node, List<Tensor>> byNode = new LinkedHashMap<>();
        for (Weight weight : weights.inOrder()) {
            if (weight.trained()) {
                Tensor gradient = weights.gradients().view(weight.name());
                byNode.computeIfAbsent(weight.node(), _ -> new ArrayList<>()).add(gradient);
                double l2 = weight.penalty();
                if (l2 > 0) {
                    penalties.add(
                            new Penalty(weights.now().view(weight), gradient, 2 * l2)); // the derivative of l2 × w²
                }
                if (settings.weightDecay() > 0 && weight.isDecayed()) {
                    decayed.add(weights.now().view(weight));
                }
            }
        }
        this.layers = List.copyOf(byNode.values());
    }

    /** @param update the number of this change, from 1 */
    void step(double learningRate, double update) {
        if (settings.accumulate() > 1) {
            scale(weights.gradients().all(), 1.0 / settings.accumulate());
        }
        if (settings.gradientClip() > 0) {
            layers.forEach(this::clip);
        }
        for (Penalty penalty : penalties) {
            add(penalty.gradient(), penalty.weights(), penalty.factor());
        }
        weights.blockRates()
                .ifPresentOrElse(
                        rates -> rates.limit(() -> change(learningRate, update)), () -> change(learningRate, update));
    }

    private void change(double learningRate, double update) {
        decayed.forEach(weight -> scale(weight, 1 - learningRate * settings.weightDecay()));
        switch (settings.optimizer()) {
            case ADAM, ADAMW -> adam(learningRate, update);
            case NADAM -> nadam(learningRate, update);
            case SGD -> momentum(learningRate);
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

    private void adam(double learningRate, double update) {
        updateMoments();
        double rate =
                learningRate * Math.sqrt(1 - Math.pow(SECOND_DECAY, update)) / (1 - Math.pow(FIRST_DECAY, update));
        divide(firstMoments(), -rate);
    }

    private void nadam(double learningRate, double update) {
        updateMoments();
        Tensor ahead = firstMoments().mul(new Scalar(FIRST_DECAY));
        add(ahead, weights.gradients().all(), 1 - FIRST_DECAY);
        divide(ahead, -learningRate / (1 - Math.pow(FIRST_DECAY, update)));
    }

    /** Moves by the velocity that the next step would have with this gradient once more. */
    private void momentum(double learningRate) {
        Tensor velocity = weights.ofOptimizer(0).all();
        scale(velocity, Optimizer.MOMENTUM);
        add(velocity, weights.gradients().all(), -learningRate);
        add(weights.now().trained().all(), velocity, Optimizer.MOMENTUM);
        add(weights.now().trained().all(), weights.gradients().all(), -learningRate);
    }

    private void updateMoments() {
        Tensor gradient = weights.gradients().all();
        scale(firstMoments(), FIRST_DECAY);
        add(firstMoments(), gradient, 1 - FIRST_DECAY);
        scale(secondMoments(), SECOND_DECAY);
        Tensor unused = secondMoments().addcmul_(gradient, gradient, new Scalar(1 - SECOND_DECAY));
    }

    private Tensor firstMoments() {
        return weights.ofOptimizer(0).all();
    }

    private Tensor secondMoments() {
        return weights.ofOptimizer(1).all();
    }

    /** Adds {@code factor × numerator / (√ second moment + ε)} to the weights. */
    private void divide(Tensor numerator, double factor) {
        Tensor root = secondMoments().sqrt();
        Tensor denominator = root.add_(new Scalar(EPSILON));
        Tensor unused = weights.now().trained().all().addcdiv_(numerator, denominator, new Scalar(factor));
    }

    private static void scale(Tensor tensor, double factor) {
        Tensor unused = tensor.mul_(new Scalar(factor));
    }

    private static void add(Tensor to, Tensor tensor, double factor) {
        Tensor unused = to.add_(tensor, new Scalar(factor));
    }
}
