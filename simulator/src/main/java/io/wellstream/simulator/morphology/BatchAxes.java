package io.wellstream.simulator.morphology;

import io.wellstream.simulator.random.RandomStream;
import io.wellstream.simulator.random.StreamKey;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The directions in trait space along which experiments differ. A few causes, such as the age of the cells, fixation or a lot of dye,
 * change many traits together, and the same causes vary in every experiment; therefore a network can learn from some experiments what
 * to ignore in others.
 */
final class BatchAxes {
    private static final int AXES = 4;
    /** The axes are those of the simulator, not of one screen. */
    private static final List<Morphology> DIRECTIONS = IntStream.range(0, AXES)
            .mapToObj(i -> direction(StreamKey.root(2019).at("batch axis").at(i)))
            .toList();

    private BatchAxes() {}

    /** @param norm root mean square of the shift's norm, in trait units */
    static Morphology shift(RandomStream random, double norm) {
        Morphology shift = Morphology.UNCHANGED;
        for (Morphology direction : DIRECTIONS) {
            shift = shift.plus(direction.times(random.nextGaussian() * norm / StrictMath.sqrt(AXES)));
        }
        return shift;
    }

    private static Morphology direction(StreamKey key) {
        RandomStream random = key.open();
        Morphology drawn = Morphology.of(trait -> trait.isStain() ? 0 : random.nextGaussian());
        return drawn.times(1 / StrictMath.sqrt(drawn.energy()));
    }
}
