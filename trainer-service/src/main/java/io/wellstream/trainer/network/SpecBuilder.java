package io.wellstream.trainer.network;

import java.util.ArrayList;
import java.util.List;

/** Builds a network node by node; each method returns the name of the node with its result. */
final class SpecBuilder {
    private final List<Node> nodes = new ArrayList<>();
    private final Op.BatchNorm norm;

    /** @param norm the settings of every batch norm in this network */
    SpecBuilder(Op.BatchNorm norm) {
        this.norm = norm;
    }

    String add(String name, Op op, String... inputs) {
        nodes.add(new Node(name, op, List.of(inputs)));
        return name;
    }

    /** A convolution that keeps the side, or divides it by the stride. */
    String convolution(String name, int filters, int kernel, int stride, boolean bias, String input) {
        int padding = (kernel - stride + 1) / 2;
        return add(name, new Op.Convolution(filters, kernel, stride, padding, bias, 0), input);
    }

    String norm(String name, String input) {
        return add(name, norm, input);
    }

    String relu(String name, String input) {
        return add(name, new Op.Relu(), input);
    }

    NetworkSpec build(String name, int channels, int side, int classes) {
        return new NetworkSpec(name, channels, side, classes, nodes);
    }
}
