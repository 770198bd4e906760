package io.wellstream.trainer.network;

import io.wellstream.trainer.network.BodySettings.Setting;
import java.util.List;

/**
 * DenseNet-121, -169 and -201 (Huang et al. 2017), with bottlenecks and halving transitions: each layer reads the maps of all layers
 * before it in its block. Their numbers of weights are those of torchvision's.
 */
final class DenseNet {
    private static final int DEPTH = 121;
    private static final int GROWTH = 32;
    private static final double DROPOUT = 0.2;
    private static final double L2 = 1e-4;

    /** Filters of a layer's first convolution, for each map that it adds. */
    private static final int BOTTLENECK = 4;

    private DenseNet() {}

    private static List<Integer> layers(int depth) {
        return switch (depth) {
            case 121 -> List.of(6, 12, 24, 16);
            case 169 -> List.of(6, 12, 32, 32);
            case 201 -> List.of(6, 12, 48, 32);
            default -> throw new IllegalArgumentException("densenet of depth " + depth + "; expected 121, 169 or 201");
        };
    }

    static NetworkSpec spec(NetworkSettings settings, int channels, int side, int classes) {
        BodySettings body = settings.body();
        body.allowOnly("densenet", Setting.DEPTH, Setting.BLOCKS, Setting.GROWTH);
        List<Integer> layers = layers(body.depth() > 0 ? body.depth() : DEPTH);
        int blocks = body.blocks() > 0 ? body.blocks() : layers.size();
        if (blocks > layers.size()) {
            throw new IllegalArgumentException("densenet has up to " + layers.size() + " blocks, not " + blocks);
        }
        int growth = body.growth() > 0 ? body.growth() : GROWTH;
        int maps = body.width() > 0 ? body.width() : 2 * growth;
        SpecBuilder net = new SpecBuilder(StackedResnet.NORM);
        String x = DeepResnet.stem(net, body.input().add(net, channels), maps, side);
        for (int b = 1; b <= blocks; b++) {
            String block = "block" + b;
            for (int l = 1; l <= layers.get(b - 1); l++) {
                x = layer(net, block + "/layer" + l, growth, x);
            }
            maps += layers.get(b - 1) * growth;
            if (b < blocks) {
                maps /= 2;
                x = transition(net, block + "/transition", maps, x);
            }
        }
        x = net.relu("last/relu", net.norm("last/norm", x));
        x = net.add("head/average", new Op.GlobalAverage(), x);
        settings.head().addTo(net, settings.head().addHidden(net, x, L2), classes, DROPOUT, L2);
        return net.build(settings.name(), channels, side, classes);
    }

    /** Adds maps to those that it reads. */
    private static String layer(SpecBuilder net, String layer, int growth, String input) {
        String x = net.relu(layer + "/relu1", net.norm(layer + "/norm1", input));
        x = net.convolution(layer + "/conv1", BOTTLENECK * growth, 1, 1, false, x);
        x = net.relu(layer + "/relu2", net.norm(layer + "/norm2", x));
        x = net.convolution(layer + "/conv2", growth, 3, 1, false, x);
        return net.add(layer + "/join", new Op.Concatenate(), input, x);
    }

    private static String transition(SpecBuilder net, String transition, int maps, String input) {
        String x = net.relu(transition + "/relu", net.norm(transition + "/norm", input));
        x = net.convolution(transition + "/conv", maps, 1, 1, false, x);
        return net.add(transition + "/pool", new Op.AveragePool(2), x);
    }
}
