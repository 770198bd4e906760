package io.wellstream.trainer.network;

import io.wellstream.trainer.network.BodySettings.Setting;

/**
 * The small residual network over the stacked channels. Each stage doubles the filters and halves the maps. It has few filters on
 * small maps, because in training on a CPU the memory traffic of large maps costs more than their arithmetic. The stem reads
 * 6 × 6 pixels at every fourth pixel: 2 × 2 squares become channels first, because convolutions on six channels do not get
 * the processor's fast kernels.
 */
final class StackedResnet {
    private static final int STAGES = 2;
    private static final int WIDTH = 32;
    private static final int DEPTH = 10;
    static final double DROPOUT = 0.2;
    static final double L2 = 1e-4;

    /** Its statistics average over about ten batches, because small screens have few steps. */
    static final Op.BatchNorm NORM = new Op.BatchNorm(1e-5, 0.9);

    private StackedResnet() {}

    static NetworkSpec spec(NetworkSettings settings, int channels, int side, int classes) {
        BodySettings body = settings.body();
        if (body.depth() > 0 && body.depth() != DEPTH) {
            return DeepResnet.spec(settings, channels, side, classes);
        }
        body.allowOnly("stacked-resnet", Setting.DEPTH, Setting.BLOCKS);
        int stages = body.blocks() > 0 ? body.blocks() : STAGES;
        int width = body.width() > 0 ? body.width() : WIDTH;
        SpecBuilder net = new SpecBuilder(NORM);
        String x = stem(net, body.input(), channels, width);
        x = net.norm("stem/norm", x);
        x = net.relu("stem/relu", x);
        for (int s = 1; s <= stages; s++) {
            x = residual(net, "block" + s, width << s, x);
        }
        x = net.add("head/average", new Op.GlobalAverage(), x);
        HeadSettings head = settings.head();
        head.addTo(net, head.addHidden(net, x, L2), classes, DROPOUT, L2);
        return net.build(settings.name(), channels, side, classes);
    }

    /** One or three maps need no fold; a convolution of twice the side computes the same on them. */
    private static String stem(SpecBuilder net, InputMaps input, int channels, int width) {
        if (input instanceof InputMaps.All) {
            String folded = net.add("stem/fold", new Op.SpaceToDepth(2), NetworkSpec.PIXELS);
            return net.convolution("stem/conv", width, 3, 2, false, folded);
        }
        return net.add("stem/conv", new Op.Convolution(width, 6, 4, 2, false, 0), input.add(net, channels));
    }

    /** Two convolutions on halved maps, and a shortcut around them. */
    private static String residual(SpecBuilder net, String block, int filters, String input) {
        String x = net.convolution(block + "/conv1", filters, 3, 2, false, input);
        x = net.norm(block + "/norm1", x);
        x = net.relu(block + "/relu1", x);
        x = net.convolution(block + "/conv2", filters, 3, 1, false, x);
        x = net.norm(block + "/norm2", x);
        String around = net.add(block + "/around/conv", new Op.Convolution(filters, 1, 2, 0, false, 0), input);
        around = net.norm(block + "/around/norm", around);
        return net.relu(block + "/relu2", net.add(block + "/add", new Op.Add(), x, around));
    }
}
