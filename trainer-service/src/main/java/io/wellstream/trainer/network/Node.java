package io.wellstream.trainer.network;

import java.util.List;

/**
 * One named computation of a network.
 *
 * @param name unique; its parts are separated by {@code /}, and the first is the block: {@code block2/conv1}
 * @param inputs names of earlier nodes, or {@link NetworkSpec#PIXELS}
 */
public record Node(String name, Op op, List<String> inputs) {
    public Node {
        if (!name.matches("[a-z0-9][a-z0-9/-]*")) {
            throw new IllegalArgumentException(
                    "node name `" + name + "`; expected lower-case letters, digits, `/` and `-`");
        }
        inputs = List.copyOf(inputs);
    }
}
