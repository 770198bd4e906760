package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.network.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** The weights that training leaves as they are, penalties and decay included. */
final class FrozenTensors {
    private final Set<String> nodes;
    private final List<Frozen> frozen = new ArrayList<>();

    /** A part of the weights, and what it was. */
    private record Frozen(Tensor view, Tensor value) {}

    /** @param kept for what lives as long as the network */
    FrozenTensors(Collection<Node> nodes, FlatWeights weights, Kept kept) {
        this.nodes = nodes.stream().map(Node::name).collect(Collectors.toSet());
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            weights.weights().stream()
                    .filter(weight -> contains(weight.node()))
                    .map(weights::view)
                    .forEach(view -> {
                        view.set_requires_grad(false);
                        frozen.add(new Frozen(view, kept.keep(view.clone())));
                    });
        }
    }

    boolean contains(Node node) {
        return nodes.contains(node.name());
    }

    /** Runs in a scope without gradients. */
    void putBack() {
        for (Frozen part : frozen) {
            Tensor unused = part.view().copy_(part.value());
        }
    }
}
