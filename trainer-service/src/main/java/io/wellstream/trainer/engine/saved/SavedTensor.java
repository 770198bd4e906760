package io.wellstream.trainer.engine.saved;

import java.util.List;
import java.util.function.Supplier;

/**
 * A tensor of float32 numbers to be saved.
 *
 * @param numbers in row-major order; asked for once, when they are written, so that only one tensor is held in the heap
 */
public record SavedTensor(String name, List<Long> shape, Supplier<float[]> numbers) {
    private static final String FIRST_MOMENT = "/first-moment";
    private static final String SECOND_MOMENT = "/second-moment";

    public SavedTensor {
        shape = List.copyOf(shape);
    }

    /** The name of the optimizer's running mean of a weight's gradient. */
    public static String firstMoment(String weight) {
        return weight + FIRST_MOMENT;
    }

    /** The name of the optimizer's running mean of the square of a weight's gradient. */
    public static String secondMoment(String weight) {
        return weight + SECOND_MOMENT;
    }

    /** How many numbers it has. */
    long length() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
