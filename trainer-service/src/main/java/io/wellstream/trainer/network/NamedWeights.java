package io.wellstream.trainer.network;

import java.util.HashMap;
import java.util.Map;

/**
 * A network's weights by name, independent of any engine. A name is the node's name and the part:
 * {@code stem/conv/kernel} [out, in, y, x], {@code …/bias} [out], {@code …/weights} [in, out], and a batch norm's
 * {@code …/gain}, {@code …/offset}, {@code …/mean}, {@code …/variance} [channel].
 */
public final class NamedWeights {
    private final Map<String, float[]> values = new HashMap<>();

    /** Keeps the array without copying it; the caller must not write to it afterwards. */
    public void put(Node node, String part, float[] numbers) {
        values.put(node.name() + "/" + part, numbers);
    }

    /** The array itself, not a copy; the caller must not write to it. */
    public float[] get(Node node, String part) {
        float[] numbers = values.get(node.name() + "/" + part);
        if (numbers == null) {
            throw new IllegalArgumentException("no weights `" + part + "` of node `" + node.name() + "`");
        }
        return numbers;
    }
}
