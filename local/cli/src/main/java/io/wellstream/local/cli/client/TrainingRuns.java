package io.wellstream.local.cli.client;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ByExperiment;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.RunPublication;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.RunView;
import io.wellstream.proto.v1.Split;
import io.wellstream.proto.v1.Target;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Starts training runs and follows them epoch by epoch to their end. */
public final class TrainingRuns {
    private final SystemClient client;

    public TrainingRuns(SystemClient client) {
        this.client = client;
    }

    /** A run that has ended, with its epochs. */
    public record Ended(RunRecord record, List<EpochFinished> epochs) {
        public Ended {
            epochs = List.copyOf(epochs);
        }
    }

    public void start(String run, RunSpecification specification) {
        RunView unused = client.runs().request(run, specification);
    }

    /** A run that trains on all labelled experiments, without validation, and is served afterwards. */
    public static RunSpecification.Builder onAllExperiments(DatasetId dataset, CellType cellType, long seed) {
        return RunSpecification.newBuilder()
                .setDataset(dataset.name())
                .setCellType(cellType.name())
                .setTarget(Target.TARGET_TREATMENT)
                .setSplit(Split.newBuilder()
                        .setByExperiment(
                                ByExperiment.newBuilder().setDrawValidation(-1).setDrawTest(-1)))
                .setSeed(seed)
                .setPromote(true);
    }

    /** Starts the runs; one that fails or is cancelled is an error with the reason. */
    public Map<String, Ended> finish(Map<String, RunSpecification> runs) throws InterruptedException {
        Map<String, Ended> ended = startAndFollow(runs);
        for (Ended end : ended.values()) {
            if (!end.record().hasFinished()) {
                throw new UserError(failure(end.record()));
            }
        }
        return ended;
    }

    /** Starts one run and returns when it has ended. */
    public Ended startAndFollow(String run, RunSpecification specification) throws InterruptedException {
        return Objects.requireNonNull(startAndFollow(Map.of(run, specification)).get(run));
    }

    /** Starts the runs, shows their progress, and returns each by name when all have ended. */
    public Map<String, Ended> startAndFollow(Map<String, RunSpecification> runs) throws InterruptedException {
        try (RunFollower follower = RunFollower.open(client, runs.keySet())) {
            List<RunView> requested = runs.entrySet().stream()
                    .map(run -> client.runs().request(run.getKey(), run.getValue()))
                    .toList();
            return follower.toTheEnd(requested);
        }
    }

    /** Shows the progress of a run that was requested, started or resumed, and returns it when it has ended. */
    public Ended follow(RunRecord run) throws InterruptedException {
        try (RunFollower follower = RunFollower.open(client, Set.of(run.getRun()))) {
            RunView view =
                    client.runs().require(run.getRun()).toBuilder().setRun(run).build();
            return Objects.requireNonNull(follower.toTheEnd(List.of(view)).get(run.getRun()));
        }
    }

    /** Returns when the requested publication of a checkpoint has succeeded or failed. */
    public RunPublication followPublication(RunRecord run) throws InterruptedException {
        try (RunFollower follower = RunFollower.open(client, Set.of(run.getRun()))) {
            return follower.published(run);
        }
    }

    public static boolean isOver(RunRecord record) {
        return switch (record.getStateCase()) {
            case FINISHED, FAILED, CANCELLED -> true;
            case REQUESTED, STARTED, STATE_NOT_SET -> false;
        };
    }

    /** Why a run did not finish, in one line. */
    public static String failure(RunRecord record) {
        return switch (record.getStateCase()) {
            case FAILED ->
                "run " + record.getRun() + " failed: " + record.getFailed().getReason();
            case CANCELLED ->
                "run " + record.getRun() + " was cancelled: "
                        + record.getCancelled().getReason();
            case REQUESTED, STARTED, FINISHED, STATE_NOT_SET -> "run " + record.getRun() + " has not failed";
        };
    }
}
