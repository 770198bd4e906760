package io.wellstream.trainer.engine.torch;

import io.wellstream.imaging.random.SplitMix64;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Weight;
import java.util.Arrays;

/** Draws the weights that a network begins with; each weight's draws depend only on the run's seed and the weight's name. */
record InitialWeights(long seed) {
    float[] of(Weight weight) {
        return switch (weight.part()) {
            case "kernel" -> uniform(weight, Math.sqrt(6.0 / fanIn(weight))); // He et al. 2015
            case "weights" -> uniform(weight, Math.sqrt(6.0 / (fanIn(weight) + units(weight)))); // Glorot, Bengio 2010
            case "gain", "variance" -> filled(weight, 1);
            case "bias", "offset", "mean" -> filled(weight, 0);
            default -> throw new IllegalArgumentException("no initial `" + weight.name() + "`");
        };
    }

    private static long fanIn(Weight weight) {
        return weight.node().op() instanceof Op.Convolution conv
                ? weight.shape().get(1) * conv.kernel() * conv.kernel()
                : weight.shape().getFirst();
    }

    private static long units(Weight weight) {
        return weight.shape().getLast();
    }

    private float[] uniform(Weight weight, double limit) {
        SplitMix64 random = SplitMix64.of(seed, weight.name(), 0);
        float[] values = new float[weight.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.between(-limit, limit);
        }
        return values;
    }

    private static float[] filled(Weight weight, float value) {
        float[] values = new float[weight.length()];
        Arrays.fill(values, value);
        return values;
    }
}
