package io.wellstream.trainer.network;

import java.util.List;

/** The networks that a run can choose by name. */
public final class NetworkSpecs {
    /** The network of the 2019 code: one branch of convolutions per channel, joined before the head. */
    public static final String SIX_BRANCH = "six-branch";

    /** A small residual network over all channels at once; the recommended one. */
    public static final String STACKED_RESNET = "stacked-resnet";

    private NetworkSpecs() {}

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return List.of(SIX_BRANCH, STACKED_RESNET);
    }

    /**
     * Builds the specification of a network.
     *
     * @throws IllegalArgumentException for an unknown name, or for sizes that do not fit together
     */
    public static NetworkSpec named(NetworkSettings settings, int channels, int side, int classes) {
        return switch (settings.name()) {
            case SIX_BRANCH -> SixBranch.spec(settings, channels, side, classes);
            case STACKED_RESNET -> StackedResnet.spec(settings, channels, side, classes);
            default ->
                throw new IllegalArgumentException(
                        "network `" + settings.name() + "`; expected one of " + String.join(", ", names()));
        };
    }
}
