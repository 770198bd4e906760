package io.wellstream.trainer.network;

/**
 * What a run can choose about a network; {@link NetworkSpecs} builds a {@link NetworkSpec} from it.
 *
 * @param name one of {@link NetworkSpecs#names}
 */
public record NetworkSettings(String name, BodySettings body, HeadSettings head) {
    /**
     * A network of other sizes with a dense layer at its end.
     *
     * @param blocks blocks before the head; 0 for the network's default
     * @param width filters of the first block; 0 for the default
     * @param dropout share of values dropped before the last layer; negative for the default
     * @param l2 weight penalty of the head; negative for the default
     * @param dense units of the head's hidden layer; 0 for the default
     */
    public NetworkSettings(String name, int blocks, int width, double dropout, double l2, int dense) {
        this(
                name,
                BodySettings.sized(blocks, width),
                new HeadSettings(dense, 0, dropout, l2, new HeadSettings.Softmax()));
    }

    /** The named network with all defaults. */
    public static NetworkSettings defaults(String name) {
        return new NetworkSettings(name, 0, 0, -1, -1, 0);
    }

    /** Parses a name, or a name and a depth: {@code stacked-resnet:18}; all else is a default. */
    public static NetworkSettings parse(String nameAndDepth) {
        int colon = nameAndDepth.indexOf(':');
        if (colon < 0) {
            return defaults(nameAndDepth);
        }
        NetworkSettings named = defaults(nameAndDepth.substring(0, colon));
        int depth = Integer.parseInt(nameAndDepth.substring(colon + 1));
        return new NetworkSettings(named.name(), named.body().withDepth(depth), named.head());
    }
}
