package io.wellstream.trainer.network;

import io.wellstream.trainer.network.BodySettings.Setting;

/**
 * The network of the 2019 code: each channel passes its own convolutions (filters doubling from 16, pooled by 2) and a
 * global average; a dense head reads the averages of all channels.
 */
final class SixBranch {
    private static final int BLOCKS = 6;
    private static final int WIDTH = 16;
    private static final int KERNEL = 3;
    private static final int DENSE = 1_000;
    private static final double DROPOUT = 0.3;
    private static final double L2 = 0.001;

    /** Keras's defaults, as in the 2019 code. */
    private static final Op.BatchNorm NORM = new Op.BatchNorm(1e-3, 0.99);

    private SixBranch() {}

    static NetworkSpec spec(NetworkSettings settings, int channels, int side, int classes) {
        BodySettings body = settings.body();
        body.allowOnly("six-branch", Setting.BLOCKS, Setting.BRANCH);
        if (!(body.input() instanceof InputMaps.All)) {
            throw new IllegalArgumentException("six-branch reads each channel in a branch; expected input six-branch");
        }
        int blocks = body.blocks() > 0 ? body.blocks() : BLOCKS;
        int width = body.width() > 0 ? body.width() : WIDTH;
        if (side >> (blocks - 1) < 1) {
            throw new IllegalArgumentException("six-branch with " + blocks + " blocks needs images of at least "
                    + (1 << (blocks - 1)) + " pixels, not " + side);
        }
        SpecBuilder net = new SpecBuilder(NORM);
        String[] branches = new String[channels];
        for (int c = 0; c < channels; c++) {
            branches[c] = branch(net, c, blocks, width, body.branch());
        }
        String joined = net.add("head/join", new Op.Concatenate(), branches);
        head(net, settings.head(), joined, classes);
        return net.build(settings.name(), channels, side, classes);
    }

    private static String branch(SpecBuilder net, int channel, int blocks, int width, BranchSettings settings) {
        String branch = "channel" + channel;
        String x = net.add(branch + "/pixels", new Op.ChannelOf(channel), NetworkSpec.PIXELS);
        for (int b = 1; b <= blocks; b++) {
            String block = branch + "/block" + b;
            int kernel = b == 1 ? settings.firstKernel() : KERNEL;
            Op conv = new Op.Convolution(width << (b - 1), kernel, 1, kernel / 2, true, settings.convolutionL2());
            x = net.add(block + "/conv", conv, x);
            x = settings.normFirst()
                    ? net.relu(block + "/relu", net.norm(block + "/norm", x))
                    : net.norm(block + "/norm", net.relu(block + "/relu", x));
            x = net.add(block + "/pool", b < blocks ? new Op.MaxPool(2) : new Op.GlobalAverage(), x);
            if (settings.dropout() > 0) {
                x = net.add(block + "/dropout", new Op.Dropout(settings.dropout()), x);
            }
        }
        return x;
    }

    private static void head(SpecBuilder net, HeadSettings settings, String joined, int classes) {
        HeadSettings head = settings.withDefaultDense(DENSE);
        String x = net.add("head/dense", new Op.Dense(head.dense(), head.penalty(L2)), head.addCellType(net, joined));
        x = net.relu("head/relu", x);
        x = net.norm("head/norm", x);
        head.addTo(net, x, classes, DROPOUT, L2);
    }
}
