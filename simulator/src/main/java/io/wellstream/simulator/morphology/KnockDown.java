package io.wellstream.simulator.morphology;

import io.wellstream.simulator.random.RandomStream;
import io.wellstream.simulator.random.StreamKey;

/** The efficiency of a treatment in one well: around 1, and 0.1 in one well of twenty. */
public final class KnockDown {

    private static final double FAILURES = 0.05;
    private static final double FAILED = 0.1;
    private static final double SD = 0.25;

    private KnockDown() {}

    public static double in(StreamKey well) {
        RandomStream random = well.at("knock-down").open();
        double usual = Math.clamp(1 + SD * random.nextGaussian(), 0.3, 1.7);
        return random.chance(FAILURES) ? FAILED : usual;
    }
}
