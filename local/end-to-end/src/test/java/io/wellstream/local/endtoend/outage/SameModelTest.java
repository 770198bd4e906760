package io.wellstream.local.endtoend.outage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.endtoend.support.SmallScreen;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.SupervisedProcess;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.JitterSettings;
import io.wellstream.proto.v1.MixingSettings;
import io.wellstream.proto.v1.PseudoLabelSettings;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.Split;
import io.wellstream.wire.kafka.PartitionReader;
import io.wellstream.wire.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Same seed, same model, on each engine, with the defaults and with everything that varies samples, mixes them, averages weights and takes
 * labels from another model: with one worker, with three workers of which one is killed during an epoch, and with a trainer
 * that is killed during an epoch. Processes are killed with SIGKILL, and the system is restarted in between.
 */
@Tag("long")
class SameModelTest {
    private static final int EPOCHS = 12;
    private static final String TEACHER = "teacher";
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @ParameterizedTest
    @CsvSource({"dl4j, false", "torch, false", "dl4j, true", "torch, true"})
    void theFinalParametersDoNotDependOnKilledProcesses(String engine, boolean varied, @TempDir Path root)
            throws Exception {
        RunSpecification run = run(engine, varied);
        SmallScreen screen = SmallScreen.simulate(root);
        Path data = root.resolve("data");
        ByteString undisturbed;
        try (LocalSystem system = LocalSystem.start(screen.config(data, 1))) {
            SystemClient client = SystemClient.of(system.endpoints());
            new IngestJobs(client).run(new DatasetId(SmallScreen.DATASET), screen.folder(), false);

            if (varied) {
                teach(client, engine);
            }
            undisturbed = finalParameters(client, run, "undisturbed", () -> {});
        }
        try (LocalSystem system = LocalSystem.start(screen.config(data, 3))) {
            SystemClient client = SystemClient.of(system.endpoints());

            ByteString workerKilled = finalParameters(client, run, "worker-killed", () -> system.service("augment-2")
                    .kill());
            SupervisedProcess trainer = system.service("trainer");
            ByteString trainerKilled = finalParameters(client, run, "trainer-killed", trainer::kill);

            assertThat(system.service("augment-2").restarts()).isEqualTo(1);
            assertThat(trainer.restarts()).isEqualTo(1);
            assertThat(workerKilled).isEqualTo(undisturbed);
            assertThat(trainerKilled).isEqualTo(undisturbed);
        }
    }

    /** Trains the model whose predictions become labels. */
    private static void teach(SystemClient client, String engine) throws InterruptedException {
        RunSpecification teacher = SmallScreen.run(2).toBuilder()
                .setEngine(engine)
                .setSplit(testing())
                .build();
        RunRecord ended =
                new TrainingRuns(client).startAndFollow(TEACHER, teacher).record();
        assertThat(ended.hasFinished()).as(TrainingRuns.failure(ended)).isTrue();
    }

    private static Split testing() {
        return Split.newBuilder()
                .setByExperiment(ByExperiment.newBuilder().setDrawValidation(-1).addTest("HUVEC-02"))
                .build();
    }

    /** Training with the defaults, or with everything that varies samples, mixes them, averages weights and adds labels. */
    private static RunSpecification run(String engine, boolean varied) {
        RunSpecification.Builder run = SmallScreen.run(EPOCHS).toBuilder().setEngine(engine);
        if (varied) {
            run.setCutmix(MixingSettings.newBuilder().setProbability(0.5))
                    .setMixup(MixingSettings.newBuilder().setProbability(0.5))
                    .setJitter(JitterSettings.newBuilder().setGain(0.1).setOffset(0.1))
                    .setChannelDropout(0.4)
                    .setLabelSmoothing(0.1)
                    .setEmaDecay(0.9)
                    .setSplit(testing())
                    .setPseudoLabels(PseudoLabelSettings.newBuilder()
                            .setModel(TEACHER)
                            .setMinProbability(0.01)
                            .setShare(1)
                            .setMostPerClass(0));
        }
        return run.build();
    }

    /** Trains a run, disturbs it when its third epoch has ended, and returns the digest of its parameters. */
    private static ByteString finalParameters(
            SystemClient client, RunSpecification specification, String run, Runnable disturbance)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<TrainingRuns.Ended> ended = new CompletableFuture<>();
        try (PartitionReader<EpochFinished> epochs = PartitionReader.of(client.kafka(), Topics.RUN_EVENTS, run)) {
            Thread.ofPlatform().name("train-" + run).daemon().start(() -> {
                try {
                    ended.complete(new TrainingRuns(client).startAndFollow(run, specification));
                } catch (Throwable e) {
                    ended.completeExceptionally(e);
                }
            });
            awaitEpoch(epochs, ended);
        }
        disturbance.run();
        RunRecord record = ended.get(LIMIT.toSeconds(), TimeUnit.SECONDS).record();
        assertThat(record.hasFinished()).as(TrainingRuns.failure(record)).isTrue();
        assertThat(record.getFinished().getBitExact()).isTrue();
        return record.getFinished().getParametersSha256();
    }

    private static void awaitEpoch(PartitionReader<EpochFinished> epochs, CompletableFuture<?> ended) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline && !ended.isDone()) {
            if (epochs.poll(Duration.ofMillis(100)).stream().anyMatch(epoch -> epoch.getEpoch() == 2)) {
                return;
            }
        }
        throw new AssertionError("no third epoch within " + LIMIT + "; the run ended early: " + ended);
    }
}
