package io.wellstream.trainer.plan;

import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;

/** The network that a run's specification describes. */
public final class NetworkChoice {
    private NetworkChoice() {}

    /**
     * The network for images of these channels and for this number of classes.
     *
     * @throws RefusedRunException if the settings do not fit together
     */
    public static NetworkSpec of(RunSpecification run, int channels, int classes) {
        var requested = run.getNetwork();
        try {
            NetworkSettings settings = new NetworkSettings(
                    requested.getName(),
                    requested.getBlocks(),
                    requested.getWidth(),
                    requested.getDropout(),
                    Optimization.l2(run),
                    requested.getDense());
            return NetworkSpecs.named(settings, channels, run.getImageSide(), classes);
        } catch (IllegalArgumentException e) {
            throw new RefusedRunException("network: " + e.getMessage());
        }
    }
}
