package io.wellstream.trainer.engine.saved;

import io.wellstream.trainer.engine.Optimizer;
import java.util.List;
import java.util.function.Supplier;

/**
 * A tensor of float32 numbers to be saved.
 *
 * @param numbers in row-major order; asked for once, when they are written, so that only one tensor is held in the heap
 */
public record SavedTensor(String name, List<Long> shape, Supplier<float[]> numbers) {
    public SavedTensor {
        shape = List.copyOf(shape);
    }

    /** The name of what the optimizer keeps of a weight, one of {@link Optimizer#state}. */
    public static String ofOptimizer(String weight, String state) {
        return weight + "/" + state;
    }

    /** The name of the moving average of a weight. */
    public static String average(String weight) {
        return weight + "/average";
    }

    /** The name of the sum of a weight's gradients since the last update. */
    public static String accumulated(String weight) {
        return weight + "/accumulated-gradient";
    }

    /** How many numbers it has. */
    long length() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
