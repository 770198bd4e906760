package io.wellstream.trainer.network;

/**
 * What a run can choose about a network; {@link NetworkSpecs} builds a {@link NetworkSpec} from it.
 *
 * @param name {@code six-branch} or {@code stacked-resnet}
 * @param blocks blocks before the head; 0 for the network's default
 * @param width filters of the first block; 0 for the default
 * @param dropout share of values dropped before the last layer; negative for the default
 * @param l2 weight penalty of the head; negative for the default
 * @param dense units of the head's hidden layer; 0 for the default
 */
public record NetworkSettings(String name, int blocks, int width, double dropout, double l2, int dense) {
    public NetworkSettings {
        if (blocks < 0 || width < 0 || dense < 0) {
            throw new IllegalArgumentException("negative size in the settings of network `" + name + "`: blocks "
                    + blocks + ", width " + width + ", dense " + dense);
        }
        if (dropout >= 1) {
            throw new IllegalArgumentException("dropout " + dropout + "; expected below 1");
        }
    }

    /** The named network with all defaults. */
    public static NetworkSettings defaults(String name) {
        return new NetworkSettings(name, 0, 0, -1, -1, 0);
    }
}
