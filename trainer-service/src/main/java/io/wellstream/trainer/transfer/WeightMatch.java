package io.wellstream.trainer.transfer;

import io.wellstream.trainer.network.Blocks;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Weight;
import io.wellstream.trainer.plan.RefusedRunException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which weights of a network are taken from a model: those of the same name and shape. The last layer is taken only if both have the
 * same classes, because its numbers belong to them.
 *
 * @param taken weights of the network
 * @param kept the other weights of the network and why, e.g. {@code logits/bias: shape [4], in the model [6]}
 * @param unused weights of the model that the network does not have
 * @param changed weights that are taken with other numbers than the model's, and how they are computed
 */
public record WeightMatch(List<Weight> taken, List<String> kept, List<String> unused, List<String> changed) {
    public WeightMatch {
        taken = List.copyOf(taken);
        kept = List.copyOf(kept);
        unused = List.copyOf(unused);
        changed = List.copyOf(changed);
    }

    /** @param sameClasses whether both networks answer the same classes in the same order */
    static WeightMatch of(NetworkSpec network, NetworkSpec model, boolean sameClasses) {
        Map<String, List<Long>> offered = new HashMap<>();
        Weight.of(model).forEach(weight -> offered.put(weight.name(), weight.shape()));
        List<Weight> taken = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Weight weight : Weight.of(network)) {
            known.add(weight.name());
            List<Long> shape = offered.get(weight.name());
            if (shape == null) {
                kept.add(weight.name() + ": not in the model");
            } else if (!shape.equals(weight.shape())) {
                kept.add(weight.name() + ": shape " + weight.shape() + ", in the model " + shape);
            } else if (weight.node().name().equals(NetworkSpec.LOGITS) && !sameClasses) {
                kept.add(weight.name() + ": the model has other classes");
            } else {
                taken.add(weight);
            }
        }
        List<String> unused = Weight.of(model).stream()
                .map(Weight::name)
                .filter(name -> !known.contains(name))
                .toList();
        return new WeightMatch(taken, kept, unused, List.of());
    }

    /** @throws RefusedRunException if the run freezes blocks that the network does not have, or whose weights are not taken */
    void requireFrozen(int frozen, NetworkSpec network) {
        int blocks = Blocks.count(network);
        if (frozen > blocks) {
            throw RefusedRunException.setting(
                    "frozen_blocks", frozen, "at most " + blocks + ", the blocks of network " + network.name());
        }
        Blocks.upTo(network, frozen).stream()
                .flatMap(node -> kept.stream().filter(lacking -> lacking.startsWith(node.name() + "/")))
                .findFirst()
                .ifPresent(lacking -> {
                    throw RefusedRunException.setting(
                            "frozen_blocks", frozen, "only blocks that the model has; it lacks " + lacking);
                });
    }

    /** How many numbers are taken. */
    public long numbers() {
        return taken.stream().mapToLong(Weight::length).sum();
    }
}
