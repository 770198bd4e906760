package io.wellstream.trainer.network;

import java.util.List;

/** The networks that a run can choose by name. */
public final class NetworkSpecs {
    /** The network of the 2019 code: one branch of convolutions per channel, joined before the head. */
    public static final String SIX_BRANCH = "six-branch";

    /** A residual network over all channels at once; the small one, of depth 10, is recommended. */
    public static final String STACKED_RESNET = "stacked-resnet";

    /** A network whose layers read the maps of all layers before them. */
    public static final String DENSENET = "densenet";

    /** A plain stack of convolutions over all channels at once. */
    public static final String VGG_COMPOSITE = "vgg-composite";

    private NetworkSpecs() {}

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return List.of(SIX_BRANCH, STACKED_RESNET, DENSENET, VGG_COMPOSITE);
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
            case DENSENET -> DenseNet.spec(settings, channels, side, classes);
            case VGG_COMPOSITE -> Vgg.spec(settings, channels, side, classes);
            default ->
                throw new IllegalArgumentException(
                        "network `" + settings.name() + "`; expected one of " + String.join(", ", names()));
        };
    }
}
