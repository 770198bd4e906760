package io.wellstream.trainer.network;

import java.util.List;
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
