package io.wellstream.trainer.engine;

import io.wellstream.trainer.network.NetworkSpec;

/** How a network is built and trained, apart from its parameters; every checkpoint contains it. */
public record NetworkDefinition(NetworkSpec spec, TrainingSettings settings, long seed) {}
