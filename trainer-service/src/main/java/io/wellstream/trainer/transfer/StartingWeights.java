package io.wellstream.trainer.transfer;

import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedTensor;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Weight;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a new network with the weights of a model where they match; the optimizer begins anew. */
public final class StartingWeights implements AutoCloseable {
    private final SavedNetwork fresh;
    private final SavedNetwork model;
    private final WeightMatch match;

    private StartingWeights(SavedNetwork fresh, SavedNetwork model, WeightMatch match) {
        this.fresh = fresh;
        this.model = model;
        this.match = match;
    }

    /**
     * Opens both networks.
     *
     * @param fresh a network before its first step
     * @param sameClasses whether both answer the same classes in the same order
     */
    public static StartingWeights open(Path fresh, Path model, boolean sameClasses) {
        SavedNetwork network = SavedNetwork.open(fresh, 0);
        try {
            SavedNetwork of = SavedNetwork.open(model);
            return new StartingWeights(
                    network,
                    of,
                    WeightMatch.of(
                            network.state().definition().spec(),
                            of.state().definition().spec(),
                            sameClasses));
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    public WeightMatch match() {
        return match;
    }

    /** Writes the network, which an engine restores as one of step 0. Does not close the stream. */
    public void writeTo(OutputStream out) throws IOException {
        List<SavedTensor> tensors = new ArrayList<>();
        for (Map.Entry<String, List<Long>> tensor : fresh.shapes().entrySet()) {
            String name = tensor.getKey();
            List<Long> shape = tensor.getValue();
            Optional<Weight> taken = match.taken().stream()
                    .filter(weight -> name.equals(weight.name()) || name.equals(SavedTensor.average(weight.name())))
                    .findFirst();
            if (taken.isPresent()) {
                String published = published(taken.get());
                tensors.add(new SavedTensor(name, shape, () -> model.numbers(published, shape)));
            } else if (!isComputedFromTaken(name)) {
                tensors.add(new SavedTensor(name, shape, () -> fresh.numbers(name, shape)));
            }
        }
        SavedNetwork.write(fresh.state(), tensors, out);
    }

    /** The model answers with the average of its weights, if it has one. */
    private String published(Weight weight) {
        String average = SavedTensor.average(weight.name());
        return model.has(average) ? average : weight.name();
    }

    /** Whether it is another form of a batch norm's statistics, which the engine computes if it is missing. */
    private boolean isComputedFromTaken(String name) {
        NetworkSpec spec = fresh.state().definition().spec();
        boolean ofWeight = Weight.of(spec).stream()
                .anyMatch(weight -> name.equals(weight.name()) || name.startsWith(weight.name() + "/"));
        return !ofWeight
                && match.taken().stream()
                        .anyMatch(weight -> !weight.trained()
                                && name.startsWith(weight.node().name() + "/"));
    }

    @Override
    public void close() {
        try {
            fresh.close();
        } finally {
            model.close();
        }
    }
}
