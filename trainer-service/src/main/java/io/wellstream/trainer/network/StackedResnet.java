package io.wellstream.trainer.network;

/**
 * A residual network over the stacked channels. Each stage doubles the filters and halves the maps. It has few filters on
 * small maps, because in training on a CPU the memory traffic of large maps costs more than their arithmetic. The stem reads
 * 6 × 6 pixels at every fourth pixel: 2 × 2 squares become channels first, because convolutions on six channels do not get
 * the processor's fast kernels.
 */
final class StackedResnet {
    private static final int STAGES = 2;
    private static final int WIDTH = 32;
    private static final double DROPOUT = 0.2;
    private static final double L2 = 1e-4;

    /** Its statistics average over about ten batches, because small screens have few steps. */
    private static final Op.BatchNorm NORM = new Op.BatchNorm(1e-5, 0.9);

    private StackedResnet() {}

    static NetworkSpec spec(NetworkSettings settings, int channels, int side, int classes) {
        int stages = settings.blocks() > 0 ? settings.blocks() : STAGES;
        int width = settings.width() > 0 ? settings.width() : WIDTH;
        SpecBuilder net = new SpecBuilder(NORM);
        String x = net.add("stem/fold", new Op.SpaceToDepth(2), NetworkSpec.PIXELS);
        x = net.convolution("stem/conv", width, 3, 2, false, x);
        x = net.norm("stem/norm", x);
        x = net.relu("stem/relu", x);
        for (int s = 1; s <= stages; s++) {
            x = residual(net, "block" + s, width << s, x);
        }
        x = net.add("head/average", new Op.GlobalAverage(), x);
        head(net, settings, x, classes);
        return net.build(settings.name(), channels, side, classes);
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

    private static void head(SpecBuilder net, NetworkSettings settings, String pooled, int classes) {
        double l2 = settings.l2() >= 0 ? settings.l2() : L2;
        double dropout = settings.dropout() >= 0 ? settings.dropout() : DROPOUT;
        String x = pooled;
        if (settings.dense() > 0) {
            x = net.add("head/dense", new Op.Dense(settings.dense(), l2), x);
            x = net.norm("head/norm", x);
            x = net.relu("head/relu", x);
        }
        if (dropout > 0) {
            x = net.add("head/dropout", new Op.Dropout(dropout), x);
        }
        net.add(NetworkSpec.LOGITS, new Op.Dense(classes, l2), x);
    }
}
