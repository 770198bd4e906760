package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedTensor;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;

/**
 * The weights of a network and the optimizer's state. All trained weights are views of one flat tensor, their gradients of another,
 * and so on, so that the optimizer changes all of them in a few operations.
 */
final class TorchWeights implements AutoCloseable {
    private final Kept kept = new Kept();
    private final TrainingSettings settings;
    private final List<Weight> weights;
    private final TrainedWeights inTraining;
    private final List<FlatTensor> ofOptimizer;
    private final Optional<FlatWeights> average;

    TorchWeights(NetworkSpec spec, TrainingSettings settings, Device device) {
        this.settings = settings;
        this.weights = Weight.of(spec);
        try (PointerScope _ = new PointerScope()) {
            this.inTraining = TrainedWeights.zeros(weights, device, kept);
            List<Weight> trained = weights.stream().filter(Weight::trained).toList();
            this.ofOptimizer = settings.optimizer().state().stream()
                    .map(_ -> new FlatTensor(trained, device, kept))
                    .toList();
            this.average =
                    settings.isAveraged() ? Optional.of(FlatWeights.zeros(weights, device, kept)) : Optional.empty();
        }
    }

    /** The weights in training and their gradients. */
    TrainedWeights inTraining() {
        return inTraining;
    }

    /** The weights in training. */
    FlatWeights now() {
        return inTraining.now();
    }

    /** The moving average, if there is one, else the weights in training. */
    FlatWeights published() {
        return average.orElse(now());
    }

    /** The gradients, or their sum since the last update. */
    FlatTensor gradients() {
        return inTraining.gradients();
    }

    /** What the optimizer keeps, in the order of its states. */
    FlatTensor ofOptimizer(int state) {
        return ofOptimizer.get(state);
    }

    Optional<FlatWeights> average() {
        return average;
    }

    void begin(InitialWeights initial) {
        now().fill(initial::of);
        average.ifPresent(kept -> kept.fill(initial::of));
    }

    /** @param steps after which the network was saved */
    void restore(SavedNetwork saved, long steps) {
        now().fill(named(saved, Function.identity()));
        average.ifPresent(kept -> kept.fill(named(saved, SavedTensor::average)));
        List<String> states = settings.optimizer().state();
        for (int i = 0; i < states.size(); i++) {
            String state = states.get(i);
            fill(ofOptimizer.get(i), named(saved, name -> SavedTensor.ofOptimizer(name, state)));
        }
        if (isBetweenUpdates(steps)) {
            fill(gradients(), named(saved, SavedTensor::accumulated));
        }
    }

    private static Function<Weight, float[]> named(SavedNetwork saved, Function<String, String> name) {
        return weight -> saved.numbers(name.apply(weight.name()), weight.shape());
    }

    private void fill(FlatTensor tensor, Function<Weight, float[]> numbers) {
        weights.stream().filter(Weight::trained).forEach(weight -> tensor.write(weight.name(), numbers.apply(weight)));
    }

    List<SavedTensor> tensors(long steps) {
        List<SavedTensor> tensors = new ArrayList<>();
        List<String> states = settings.optimizer().state();
        for (Weight weight : weights) {
            String name = weight.name();
            tensors.add(new SavedTensor(name, weight.shape(), () -> now().numbers(weight)));
            if (weight.trained()) {
                for (int i = 0; i < states.size(); i++) {
                    tensors.add(saved(SavedTensor.ofOptimizer(name, states.get(i)), weight, ofOptimizer.get(i)));
                }
                if (isBetweenUpdates(steps)) {
                    tensors.add(saved(SavedTensor.accumulated(name), weight, gradients()));
                }
            }
            average.ifPresent(kept -> tensors.add(
                    new SavedTensor(SavedTensor.average(name), weight.shape(), () -> kept.numbers(weight))));
        }
        return tensors;
    }

    private static SavedTensor saved(String name, Weight weight, FlatTensor tensor) {
        return new SavedTensor(name, weight.shape(), () -> tensor.read(weight.name()));
    }

    private boolean isBetweenUpdates(long steps) {
        return steps % settings.accumulate() != 0;
    }

    /** The weights, in the order of the nodes. */
    List<Weight> inOrder() {
        return weights;
    }

    @Override
    public void close() {
        kept.close();
    }
}
