package io.wellstream.trainer.engine.saved;

import io.wellstream.trainer.engine.NetworkDefinition;

/**
 * What a saved network is, apart from its tensors.
 *
 * @param steps taken since the network was created
 * @param learningRate of the last step
 * @param engine that saved it, for people
 */
public record SavedState(NetworkDefinition definition, long steps, double learningRate, String engine) {}
