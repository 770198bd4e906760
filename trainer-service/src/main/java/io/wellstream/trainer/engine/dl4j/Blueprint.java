package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.NetworkSpec;

/** All that decides how a network is built and learns, apart from its parameters; kept in every checkpoint. */
record Blueprint(NetworkSpec spec, TrainingSettings settings, long seed) {}
