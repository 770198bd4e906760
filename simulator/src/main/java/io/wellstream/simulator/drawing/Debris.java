package io.wellstream.simulator.drawing;

import io.wellstream.simulator.random.RandomStream;
import java.util.List;

/** Specks of dirt and dead cells: rare, far brighter than living cells, in several channels at once. */
final class Debris {

    private static final double SPECKS_OF_A_FULL_FIELD = 6;
    private static final double FULL_FIELD = 512;

    private Debris() {}

    static void scatter(List<Canvas> stains, RandomStream random) {
        int side = stains.getFirst().side;
        double share = side / FULL_FIELD;
        int specks = random.nextPoisson(SPECKS_OF_A_FULL_FIELD * share * share);
        for (int i = 0; i < specks; i++) {
            double x = side * random.nextDouble();
            double y = side * random.nextDouble();
            double radius = random.uniform(2.5, 6);
            for (Canvas stain : stains) {
                double height = 12 * Math.max(0, random.nextGaussian());
                stain.addDot(x, y, radius, height);
                stain.addDot(x + random.uniform(-4, 4), y + random.uniform(-4, 4), 0.6 * radius, height);
            }
        }
    }
}
