package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.NetworkSpec;

/** How a network is built and trained, apart from its parameters; every checkpoint contains it. */
record NetworkDefinition(NetworkSpec spec, TrainingSettings settings, long seed) {}
