package io.wellstream.trainer.network;

import io.wellstream.trainer.network.BodySettings.Setting;
import java.util.List;

/**
 * VGG-11 to -19 (Simonyan and Zisserman 2015) with batch norms. A global average and a smaller hidden layer replace the two hidden layers
 * of 4,096 units, which had nine tenths of the weights.
 */
final class Vgg {
    private static final int DEPTH = 11;
    private static final int WIDTH = 64;
    private static final int DENSE = 512;
    private static final int LARGEST_FACTOR = 8;
    private static final double DROPOUT = 0.5;
    private static final double L2 = 1e-4;

    private Vgg() {}

    private static List<Integer> convolutions(int depth) {
        return switch (depth) {
            case 11 -> List.of(1, 1, 2, 2, 2);
            case 13 -> List.of(2, 2, 2, 2, 2);
            case 16 -> List.of(2, 2, 3, 3, 3);
            case 19 -> List.of(2, 2, 4, 4, 4);
            default ->
                throw new IllegalArgumentException("vgg-composite of depth " + depth + "; expected 11, 13, 16 or 19");
        };
    }

    static NetworkSpec spec(NetworkSettings settings, int channels, int side, int classes) {
        BodySettings body = settings.body();
        body.allowOnly("vgg-composite", Setting.DEPTH);
        List<Integer> convolutions = convolutions(body.depth() > 0 ? body.depth() : DEPTH);
        if (side >> convolutions.size() < 1) {
            throw new IllegalArgumentException(
                    "vgg-composite needs images of at least " + (1 << convolutions.size()) + " pixels, not " + side);
        }
        int width = body.width() > 0 ? body.width() : WIDTH;
        SpecBuilder net = new SpecBuilder(StackedResnet.NORM);
        String x = body.input().add(net, channels);
        for (int b = 1; b <= convolutions.size(); b++) {
            int filters = width * Math.min(LARGEST_FACTOR, 1 << (b - 1));
            for (int c = 1; c <= convolutions.get(b - 1); c++) {
                String layer = "block" + b + "/";
                x = net.convolution(layer + "conv" + c, filters, 3, 1, false, x);
                x = net.relu(layer + "relu" + c, net.norm(layer + "norm" + c, x));
            }
            x = net.add("block" + b + "/pool", new Op.MaxPool(2), x);
        }
        x = net.add("head/average", new Op.GlobalAverage(), x);
        HeadSettings head = settings.head().withDefaultDense(DENSE);
        head.addTo(net, head.addHidden(net, x, L2), classes, DROPOUT, L2);
        return net.build(settings.name(), channels, side, classes);
    }
}
