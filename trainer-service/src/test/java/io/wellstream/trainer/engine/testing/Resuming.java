package io.wellstream.trainer.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.network.NetworkSpec;
import java.nio.file.Path;

/**
 * The check that a restored network ends where the uninterrupted one does.
 *
 * @param folder for checkpoints
 */
record Resuming(Engine engine, Path folder) {
    /** Trains a network from one step to another. */
    @FunctionalInterface
    interface Steps {
        void train(Network network, int from, int to);
    }

    void check(NetworkSpec spec, Steps steps) {
        byte[] uninterrupted;
        Path checkpoint;
        try (Network first = engine.create(spec, TinyTraining.ADAM, 7)) {
            steps.train(first, 0, 3);
            checkpoint = Saved.file(folder, first::save);
            steps.train(first, 3, 6);
            uninterrupted = first.parametersSha256();
        }
        try (Network second = engine.restore(checkpoint, 3)) {
            assertThat(second.spec()).isEqualTo(spec);
            steps.train(second, 3, 6);

            assertThat(second.parametersSha256()).isEqualTo(uninterrupted);
        }
    }
}
