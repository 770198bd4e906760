package io.wellstream.trainer.network;

import io.wellstream.trainer.network.BodySettings.Setting;
import java.util.List;

/**
 * ResNet-18, -34 and -50 (He et al. 2016). Bottlenecks have their stride in the 3 × 3 convolution, as in torchvision, whose numbers of
 * weights these networks have.
 */
final class DeepResnet {
    private static final int WIDTH = 64;
    private static final int SMALLEST_SIDE = 32;

    private DeepResnet() {}

    /** A depth that this class has. */
    private record Form(List<Integer> blocks, int expansion) {}

    private static Form form(int depth) {
        return switch (depth) {
            case 18 -> new Form(List.of(2, 2, 2, 2), 1);
            case 34 -> new Form(List.of(3, 4, 6, 3), 1);
            case 50 -> new Form(List.of(3, 4, 6, 3), 4);
            default ->
                throw new IllegalArgumentException("stacked-resnet of depth " + depth + "; expected 10, 18, 34 or 50");
        };
    }

    static NetworkSpec spec(NetworkSettings settings, int channels, int side, int classes) {
        BodySettings body = settings.body();
        Form form = form(body.depth());
        body.allowOnly("stacked-resnet of depth " + body.depth(), Setting.DEPTH);
        SpecBuilder net = new SpecBuilder(StackedResnet.NORM);
        int width = body.width() > 0 ? body.width() : WIDTH;
        String x = stem(net, body.input().add(net, channels), width, side);
        int maps = width;
        for (int stage = 1; stage <= form.blocks().size(); stage++) {
            for (int b = 1; b <= form.blocks().get(stage - 1); b++) {
                int stride = b == 1 && stage > 1 ? 2 : 1;
                Block block = new Block("stage" + stage + "/block" + b, width << (stage - 1), stride, form.expansion());
                x = block.add(net, maps, x);
                maps = block.maps();
            }
        }
        x = net.add("head/average", new Op.GlobalAverage(), x);
        HeadSettings head = settings.head();
        head.addTo(net, head.addHidden(net, x, StackedResnet.L2), classes, StackedResnet.DROPOUT, StackedResnet.L2);
        return net.build(settings.name(), channels, side, classes);
    }

    /** A 7 × 7 convolution and overlapping pooling, each of which halves the maps. */
    static String stem(SpecBuilder net, String input, int width, int side) {
        if (side < SMALLEST_SIDE) {
            throw new IllegalArgumentException(
                    "this network needs images of at least " + SMALLEST_SIDE + " pixels, not " + side);
        }
        String x = net.convolution("stem/conv", width, 7, 2, false, input);
        x = net.norm("stem/norm", x);
        x = net.relu("stem/relu", x);
        return net.add("stem/pool", new Op.MaxPool(3, 2, 1), x);
    }

    /**
     * Convolutions and a shortcut around them: two of 3 × 3, or a bottleneck.
     *
     * @param expansion maps of the result for each filter of its 3 × 3 convolution; 1 if it is no bottleneck
     */
    private record Block(String name, int filters, int stride, int expansion) {
        int maps() {
            return filters * expansion;
        }

        String add(SpecBuilder net, int mapsBefore, String input) {
            String x = expansion == 1 ? basic(net, input) : bottleneck(net, input);
            String around =
                    stride > 1 || mapsBefore != maps() ? normed(net, "around/", maps(), 1, stride, input) : input;
            return net.relu(name + "/relu", net.add(name + "/add", new Op.Add(), x, around));
        }

        private String basic(SpecBuilder net, String input) {
            String x = net.relu(name + "/1/relu", normed(net, "1/", filters, 3, stride, input));
            return normed(net, "2/", filters, 3, 1, x);
        }

        private String bottleneck(SpecBuilder net, String input) {
            String x = net.relu(name + "/1/relu", normed(net, "1/", filters, 1, 1, input));
            x = net.relu(name + "/2/relu", normed(net, "2/", filters, 3, stride, x));
            return normed(net, "3/", maps(), 1, 1, x);
        }

        /** A convolution and its batch norm. */
        private String normed(SpecBuilder net, String part, int out, int kernel, int by, String input) {
            String prefix = name + "/" + part;
            return net.norm(prefix + "norm", net.convolution(prefix + "conv", out, kernel, by, false, input));
        }
    }
}
