package io.wellstream.trainer.transfer;

import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Weight;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that torchvision's ResNet, DenseNet and VGG with batch norms give to the weights of the same networks, e.g.
 * {@code layer1.0.conv1.weight} for {@code stage1/block1/1/conv/kernel}.
 */
final class TorchNames {
    private static final Pattern FIELD = Pattern.compile("[#-]([1-9])");

    /** The modules of ResNet's nodes. */
    private static final List<Rule> RESNET = List.of(
            new Rule("stem/conv", "conv1"),
            new Rule("stem/norm", "bn1"),
            new Rule("stage(\\d)/block(\\d)/(\\d)/conv", "layer#1.-2.conv#3"),
            new Rule("stage(\\d)/block(\\d)/(\\d)/norm", "layer#1.-2.bn#3"),
            new Rule("stage(\\d)/block(\\d)/around/conv", "layer#1.-2.downsample.0"),
            new Rule("stage(\\d)/block(\\d)/around/norm", "layer#1.-2.downsample.1"));

    /** The modules of DenseNet's nodes. */
    private static final List<Rule> DENSENET = List.of(
            new Rule("stem/(conv|norm)", "features.#10"),
            new Rule("block(\\d)/layer(\\d+)/(norm|conv)(\\d)", "features.denseblock#1.denselayer#2.#3#4"),
            new Rule("block(\\d)/transition/(norm|conv)", "features.transition#1.#2"),
            new Rule("last/norm", "features.norm5"));

    /** A weight near the input of each network, whose name tells where the network begins in a larger one. */
    private static final Map<String, String> FIRST = Map.of(
            NetworkSpecs.STACKED_RESNET, "layer1.0.conv1.weight",
            NetworkSpecs.DENSENET, "features.denseblock1.denselayer1.conv1.weight",
            NetworkSpecs.VGG_COMPOSITE, "features.0.weight");

    private final String prefix;
    private final Map<String, String> modules;

    /**
     * Nodes and their modules.
     *
     * @param node of the network
     * @param module #1 is what the first group matched, and -1 that number less one
     */
    private record Rule(Pattern node, String module) {
        Rule(String node, String module) {
            this(Pattern.compile(node), module);
        }

        Optional<String> of(String name) {
            Matcher matcher = node.matcher(name);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            return Optional.of(FIELD.matcher(module).replaceAll(field -> filled(field, matcher)));
        }

        private static String filled(MatchResult field, MatchResult groups) {
            String group = groups.group(Integer.parseInt(field.group(1)));
            return field.group().startsWith("#") ? group : String.valueOf(Integer.parseInt(group) - 1);
        }
    }

    private TorchNames(String prefix, Map<String, String> modules) {
        this.prefix = prefix;
        this.modules = modules;
    }

    /** Whether weights of any network that has a form here are among these names. */
    static boolean areAmong(Collection<String> names) {
        return FIRST.values().stream()
                .anyMatch(first -> names.stream().anyMatch(name -> name.equals(first) || name.endsWith("." + first)));
    }

    /** The names of a network's weights in a file, in which the network may be a part of a larger one. */
    static TorchNames of(NetworkSpec network, Collection<String> inFile) {
        String first = FIRST.getOrDefault(network.name(), "");
        String prefix = inFile.stream()
                .filter(name -> !first.isEmpty() && name.endsWith("." + first))
                .map(name -> name.substring(0, name.length() - first.length()))
                .findFirst()
                .filter(_ -> !inFile.contains(first))
                .orElse("");
        return new TorchNames(prefix, modules(network));
    }

    private static Map<String, String> modules(NetworkSpec network) {
        return switch (network.name()) {
            case NetworkSpecs.STACKED_RESNET -> isDeep(network) ? named(network, RESNET) : Map.of();
            case NetworkSpecs.DENSENET -> named(network, DENSENET);
            case NetworkSpecs.VGG_COMPOSITE -> numbered(network);
            default -> Map.of();
        };
    }

    /** The small network of depth 10 has no counterpart. */
    private static boolean isDeep(NetworkSpec network) {
        return network.nodes().stream().anyMatch(node -> node.name().startsWith("stage"));
    }

    private static Map<String, String> named(NetworkSpec network, List<Rule> rules) {
        Map<String, String> modules = new HashMap<>();
        for (Node node : network.nodes()) {
            rules.stream()
                    .flatMap(rule -> rule.of(node.name()).stream())
                    .findFirst()
                    .ifPresent(module -> modules.put(node.name(), module));
        }
        return modules;
    }

    /** Convolutions, batch norms, ReLUs and pools are counted alike. */
    private static Map<String, String> numbered(NetworkSpec network) {
        List<Node> features = network.nodes().stream()
                .filter(node -> node.name().startsWith("block"))
                .toList();
        Map<String, String> modules = new HashMap<>();
        for (int i = 0; i < features.size(); i++) {
            modules.put(features.get(i).name(), "features." + i);
        }
        return modules;
    }

    /** The name of a weight; empty if these networks do not have it. */
    Optional<String> of(Weight weight) {
        return of(weight.node().name(), part(weight.part()));
    }

    /** The name of the bias of a convolution that has none in a network of ours. */
    Optional<String> bias(String convolution) {
        return of(convolution, "bias");
    }

    private Optional<String> of(String node, String part) {
        return Optional.ofNullable(modules.get(node)).map(module -> prefix + module + "." + part);
    }

    private static String part(String ours) {
        return switch (ours) {
            case "kernel", "weights", "gain" -> "weight";
            case "bias", "offset" -> "bias";
            case "mean" -> "running_mean";
            case "variance" -> "running_var";
            default -> throw new IllegalArgumentException("no part `" + ours + "` of a node's weights");
        };
    }
}
