package io.wellstream.local.endtoend.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.proto.v1.RunSpecification;
import java.util.List;

/** A run whose model is served. */
public final class ServedRun {
    private ServedRun() {}

    /** Trains the run "run" and waits until its model is served. */
    public static void train(SystemClient client, RunSpecification specification) throws InterruptedException {
        TrainingRuns.Ended ended = new TrainingRuns(client).startAndFollow("run", specification);
        assertThat(ended.record().hasFinished())
                .as(TrainingRuns.failure(ended.record()))
                .isTrue();
        try (ScorerClient scorer = client.scorer()) {
            scorer.awaitServed(specification.getDataset(), List.of("run"));
        }
    }
}
