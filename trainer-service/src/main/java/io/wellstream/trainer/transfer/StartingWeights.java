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
import java.util.function.Function;

/** Writes a new network with the weights of a model or a file where they match; the optimizer begins anew. */
public final class StartingWeights implements AutoCloseable {
    private final SavedNetwork fresh;
    private final StartSource source;

    private StartingWeights(SavedNetwork fresh, StartSource source) {
        this.fresh = fresh;
        this.source = source;
    }

    /**
     * Opens the network, and the network of a published model.
     *
     * @param fresh a network before its first step
     * @param sameClasses whether both answer the same classes in the same order
     */
    public static StartingWeights open(Path fresh, Path model, boolean sameClasses) {
        return open(fresh, network -> ModelSource.open(model, network, sameClasses));
    }

    /**
     * Opens the network, and an ONNX file.
     *
     * @param fresh a network before its first step
     * @throws io.wellstream.trainer.onnx.RefusedOnnxException if it is not an ONNX file with its weights in it
     */
    public static StartingWeights ofOnnx(Path fresh, Path onnx) {
        return open(fresh, network -> OnnxSource.open(onnx, network));
    }

    private static StartingWeights open(Path fresh, Function<NetworkSpec, StartSource> source) {
        SavedNetwork network = SavedNetwork.open(fresh, 0);
        try {
            return new StartingWeights(
                    network, source.apply(network.state().definition().spec()));
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    public WeightMatch match() {
        return source.match();
    }

    /** Writes the network, which an engine restores as one of step 0. Does not close the stream. */
    public void writeTo(OutputStream out) throws IOException {
        List<SavedTensor> tensors = new ArrayList<>();
        for (Map.Entry<String, List<Long>> tensor : fresh.shapes().entrySet()) {
            String name = tensor.getKey();
            List<Long> shape = tensor.getValue();
            Optional<Weight> taken = match().taken().stream()
                    .filter(weight -> name.equals(weight.name()) || name.equals(SavedTensor.average(weight.name())))
                    .findFirst();
            if (taken.isPresent()) {
                tensors.add(new SavedTensor(name, shape, () -> source.numbers(taken.get())));
            } else if (!isComputedFromTaken(name)) {
                tensors.add(new SavedTensor(name, shape, () -> fresh.numbers(name, shape)));
            }
        }
        SavedNetwork.write(fresh.state(), tensors, out);
    }

    /** Whether it is another form of a batch norm's statistics, which the engine computes if it is missing. */
    private boolean isComputedFromTaken(String name) {
        NetworkSpec spec = fresh.state().definition().spec();
        boolean ofWeight = Weight.of(spec).stream()
                .anyMatch(weight -> name.equals(weight.name()) || name.startsWith(weight.name() + "/"));
        return !ofWeight
                && match().taken().stream()
                        .anyMatch(weight -> !weight.trained()
                                && name.startsWith(weight.node().name() + "/"));
    }

    @Override
    public void close() {
        try {
            fresh.close();
        } finally {
            source.close();
        }
    }
}
