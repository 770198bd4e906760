package io.wellstream.trainer.network;

/**
 * The network of the 2019 code: each channel passes its own convolutions (filters doubling from 16, pooled by 2) and a
 * global average; a dense head reads the averages of all channels.
 */
final class SixBranch {
    private static final int BLOCKS = 6;
    private static final int WIDTH = 16;
    private static final int DENSE = 1_000;
    private static final double DROPOUT = 0.3;
    private static final double L2 = 0.001;

    /** Keras's defaults, as in the 2019 code. */
    private static final Op.BatchNorm NORM = new Op.BatchNorm(1e-3, 0.99);

    private SixBranch() {}

    static NetworkSpec spec(NetworkSettings settings, int channels, int side, int classes) {
        int blocks = settings.blocks() > 0 ? settings.blocks() : BLOCKS;
        int width = settings.width() > 0 ? settings.width() : WIDTH;
        if (side >> (blocks - 1) < 1) {
            throw new IllegalArgumentException("six-branch with " + blocks + " blocks needs images of at least "
                    + (1 << (blocks - 1)) + " pixels, not " + side);
        }
        SpecBuilder net = new SpecBuilder(NORM);
        String[] branches = new String[channels];
        for (int c = 0; c < channels; c++) {
            branches[c] = branch(net, c, blocks, width);
        }
        String joined = net.add("head/join", new Op.Concatenate(), branches);
        head(net, settings, joined, classes);
        return net.build(settings.name(), channels, side, classes);
    }

    private static String branch(SpecBuilder net, int channel, int blocks, int width) {
        String branch = "channel" + channel;
        String x = net.add(branch + "/pixels", new Op.ChannelOf(channel), NetworkSpec.PIXELS);
        for (int b = 1; b <= blocks; b++) {
            String block = branch + "/block" + b;
            x = net.convolution(block + "/conv", width << (b - 1), 3, 1, true, x);
            x = net.relu(block + "/relu", x);
            x = net.norm(block + "/norm", x);
            x = net.add(block + "/pool", b < blocks ? new Op.MaxPool(2) : new Op.GlobalAverage(), x);
        }
        return x;
    }

    private static void head(SpecBuilder net, NetworkSettings settings, String joined, int classes) {
        double l2 = settings.l2() >= 0 ? settings.l2() : L2;
        double dropout = settings.dropout() >= 0 ? settings.dropout() : DROPOUT;
        String x = net.add("head/dense", new Op.Dense(settings.dense() > 0 ? settings.dense() : DENSE, l2), joined);
        x = net.relu("head/relu", x);
        x = net.norm("head/norm", x);
        if (dropout > 0) {
            x = net.add("head/dropout", new Op.Dropout(dropout), x);
        }
        net.add(NetworkSpec.LOGITS, new Op.Dense(classes, l2), x);
    }
}
