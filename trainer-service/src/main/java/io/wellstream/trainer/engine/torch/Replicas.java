package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.MixedLabels;
import io.wellstream.trainer.network.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A network on each of the devices. In a step, each computes the gradient of a share of the batch, and its batch norms measure that
 * share. The first device adds the gradients up, in the order of the devices, averages the statistics and changes the weights; the
 * others copy them. With one device nothing is added or copied.
 */
final class Replicas implements AutoCloseable {
    private final GreyLevels greys;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<FlatWeights> copies = new ArrayList<>();
    private final FlatWeights first;
    private final Kept kept;

    /**
     * @param first the weights on the first device
     * @param kept for what lives as long as the network
     */
    Replicas(NetworkDefinition definition, TorchDevice computing, TorchWeights first, Kept kept) {
        this.greys = new GreyLevels(computing.device().is_cuda());
        this.first = first.now();
        this.kept = kept;
        replicas.add(new Replica(definition, computing, computing.device(), first.inTraining(), kept));
        for (Device device : computing.others()) {
            TrainedWeights copy = TrainedWeights.zeros(first.inOrder(), device, kept);
            copies.add(copy.now());
            replicas.add(new Replica(definition, computing, device, copy, kept));
        }
    }

    /** The grey levels of a batch, until the next batch. */
    Tensor greys(MixedBatch mixed) {
        return greys.of(mixed.batch());
    }

    /** @param seed for dropout */
    List<Replica.Pass> forward(MixedBatch mixed, long seed) {
        Tensor levels = greys(mixed);
        List<Share> shares = Share.of(mixed.samples(), replicas.size());
        List<Replica.Pass> passes = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            torch.manual_seed(seed + i);
            passes.add(replicas.get(i).forward(levels, mixed, shares.get(i)));
        }
        return passes;
    }

    /**
     * Adds the gradient of the batch to those of the weights on the first device.
     *
     * @param scaled what is done to the loss first
     */
    void backward(List<Replica.Pass> passes, MixedLabels labels, UnaryOperator<Tensor> scaled) {
        for (int i = 0; i < passes.size(); i++) {
            replicas.get(i).backward(passes.get(i), labels, scaled);
        }
        try (NoGradGuard _ = new NoGradGuard()) {
            for (int i = 0; i < passes.size(); i++) {
                replicas.get(i).correctStatistics(passes.get(i));
            }
            if (passes.size() > 1) {
                Tensor statistics = first.statistics().all();
                Tensor unused =
                        statistics.mul_(new Scalar(passes.getFirst().share().part()));
            }
            for (int i = 1; i < passes.size(); i++) {
                replicas.get(i).moveTo(replicas.getFirst(), passes.get(i));
            }
        }
    }

    /** Copies the weights of the first device to the others. */
    void copyFirst() {
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            for (FlatWeights copy : copies) {
                Tensor unusedTrained =
                        copy.trained().all().copy_(first.trained().all());
                Tensor unusedStatistics =
                        copy.statistics().all().copy_(first.statistics().all());
            }
        }
    }

    /** From now on, training leaves the weights of these nodes as they are, on all devices; those of the first are returned. */
    FrozenTensors freeze(Collection<Node> nodes) {
        List<FrozenTensors> frozen =
                replicas.stream().map(replica -> replica.freeze(nodes, kept)).toList();
        return frozen.getFirst();
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        greys.close();
    }
}
