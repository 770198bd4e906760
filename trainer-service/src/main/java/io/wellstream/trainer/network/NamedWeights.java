package io.wellstream.trainer.network;

/**
 * A network's weights, independent of any engine. The parts of a node are {@code kernel} [out, in, y, x] and {@code bias} [out]
 * of a convolution, {@code weights} [in, out] and {@code bias} [out] of a dense layer (a cosine layer has no bias), and {@code gain}, {@code offset},
 * {@code mean} and {@code variance} [channel] of a batch norm.
 */
@FunctionalInterface
public interface NamedWeights {
    /** A copy, made at each call, so that no more than one part is held in memory. */
    float[] get(Node node, String part);
}
