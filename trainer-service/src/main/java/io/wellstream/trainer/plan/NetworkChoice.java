package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.network.BodySettings;
import io.wellstream.trainer.network.BranchSettings;
import io.wellstream.trainer.network.HeadSettings;
import io.wellstream.trainer.network.InputMaps;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;

/** The network that a run's specification describes. */
public final class NetworkChoice {
    private NetworkChoice() {}

    /** The network for images of these channels and for this number of classes, without a second head. */
    public static NetworkSpec of(RunSpecification run, int channels, int classes) {
        return of(run, channels, classes, 0, 0);
    }

    /**
     * The network for images of these channels and for this number of classes.
     *
     * @param controls classes of the second head; 0 for none
     * @param cellTypes that it reads; 0 for none
     * @throws RefusedRunException if the settings do not fit together
     */
    public static NetworkSpec of(RunSpecification run, int channels, int classes, int controls, int cellTypes) {
        try {
            NetworkSettings settings =
                    new NetworkSettings(run.getNetwork().getName(), body(run.getNetwork()), head(run, cellTypes));
            NetworkSpec both = NetworkSpecs.named(settings, channels, run.getImageSide(), classes + controls);
            return HeadControls.with(run, both, controls);
        } catch (IllegalArgumentException e) {
            throw new RefusedRunException("network: " + e.getMessage());
        }
    }

    private static BodySettings body(io.wellstream.proto.v1.NetworkSettings requested) {
        InputMaps input =
                switch (requested.getInput()) {
                    case "single" -> new InputMaps.Single(requested.getChannel() - 1);
                    case "composite" -> new InputMaps.Composite();
                    default -> new InputMaps.All();
                };
        BranchSettings branch = new BranchSettings(
                requested.getFirstKernel() > 0 ? requested.getFirstKernel() : BranchSettings.DEFAULTS.firstKernel(),
                requested.getConvL2(),
                requested.getOrder().equals("norm-relu"),
                requested.getBlockDropout());
        return new BodySettings(
                input,
                requested.getDepth(),
                requested.getBlocks(),
                requested.getWidth(),
                requested.getGrowth(),
                branch);
    }

    private static HeadSettings head(RunSpecification run, int cellTypes) {
        var requested = run.getNetwork();
        HeadSettings.Classifier classifier = requested.getHead().isEmpty()
                ? new HeadSettings.Softmax()
                : new HeadSettings.Cosine(requested.getScale(), requested.getMargin());
        return new HeadSettings(
                requested.getDense(),
                requested.getEmbedding(),
                requested.getDropout(),
                Optimization.l2(run),
                classifier,
                cellTypes);
    }
}
