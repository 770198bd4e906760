package io.wellstream.trainer.transfer;

import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedTensor;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Weight;
import java.nio.file.Path;

/** The network of a published model, saved as the engines save it. */
record ModelSource(SavedNetwork model, WeightMatch match) implements StartSource {
    /** @param sameClasses whether both networks answer the same classes in the same order */
    static ModelSource open(Path path, NetworkSpec network, boolean sameClasses) {
        SavedNetwork model = SavedNetwork.open(path);
        return new ModelSource(
                model, WeightMatch.of(network, model.state().definition().spec(), sameClasses));
    }

    /** The model answers with the average of its weights, if it has one. */
    @Override
    public float[] numbers(Weight weight) {
        String average = SavedTensor.average(weight.name());
        return model.numbers(model.has(average) ? average : weight.name(), weight.shape());
    }

    @Override
    public void close() {
        model.close();
    }
}
