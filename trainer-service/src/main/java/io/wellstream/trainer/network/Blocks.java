package io.wellstream.trainer.network;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a network, counted from its input: those of {@code block1} and so on in the names of nodes, or its stages if it has stages of blocks. */
public final class Blocks {
    private static final Pattern BLOCK = Pattern.compile("(?:^|/)(?:stage|block)([0-9]{1,4})/");
    private static final String STEM = "stem/";

    private Blocks() {}

    /** How many blocks a network has. */
    public static int count(NetworkSpec spec) {
        return spec.nodes().stream().mapToInt(node -> number(node.name())).max().orElse(0);
    }

    /** The nodes of the stem and of the first {@code blocks} blocks; none for 0. */
    public static List<Node> upTo(NetworkSpec spec, int blocks) {
        return spec.nodes().stream()
                .filter(node -> blocks > 0 && isUpTo(node.name(), blocks))
                .toList();
    }

    /**
     * The share of the learning rate with which each node is trained: 1 in the head, {@code decay} in the last block, its square in the
     * block before, and so on; the smallest in the stem.
     *
     * @param decay more than 0, at most 1
     */
    public static ToDoubleFunction<Node> rates(NetworkSpec spec, double decay) {
        int blocks = count(spec);
        return node -> {
            int number = number(node.name());
            boolean inBody = number > 0 || node.name().startsWith(STEM);
            return inBody ? Math.pow(decay, blocks - number + 1) : 1;
        };
    }

    private static boolean isUpTo(String node, int blocks) {
        int number = number(node);
        return number > 0 ? number <= blocks : node.startsWith(STEM);
    }

    /** The number of a node's block; 0 if it is in none. */
    private static int number(String node) {
        Matcher block = BLOCK.matcher(node);
        return block.find() ? Integer.parseInt(block.group(1)) : 0;
    }
}
