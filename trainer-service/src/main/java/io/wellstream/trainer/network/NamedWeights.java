package io.wellstream.trainer.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A network's weights in the order of its nodes, independent of any engine. A name is the node's name and the part:
 * {@code stem/conv/kernel} [out, in, y, x], {@code …/bias} [out], {@code …/weights} [in, out], and a batch norm's
 * {@code …/gain}, {@code …/offset}, {@code …/mean}, {@code …/variance} [channel].
 */
public final class NamedWeights {
    private final SequencedMap<String, float[]> values = new LinkedHashMap<>();

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

    /** All numbers by name; not copies. */
    public Map<String, float[]> all() {
        return Map.copyOf(values);
    }
}
