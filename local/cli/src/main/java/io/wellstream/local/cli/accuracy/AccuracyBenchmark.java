package io.wellstream.local.cli.accuracy;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.client.TrainingRuns.Ended;
import io.wellstream.local.cli.files.SimulatedScreens;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.local.cli.picture.RunPicture;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.proto.v1.EpochFinished;
import io.wellstream.proto.v1.Metric;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.RunSpecification;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Trains all arms on a simulated screen in a system of this process and predicts the unseen wells with each model. A round is one cell
 * type and one seed with all arms, so that what was measured when the time is over is still paired.
 */
public final class AccuracyBenchmark {
    private static final String DATASET = "accuracy";
    private static final int TRAINERS = 2;

    private final AccuracyPlan plan;
    private final Consumer<String> say;
    private final List<RunPicture.CellTypePart> curves = new ArrayList<>();
    private final long started = System.nanoTime();

    public AccuracyBenchmark(AccuracyPlan plan, Consumer<String> say) {
        this.plan = plan;
        this.say = say;
    }

    /** @param each gets all results after each round */
    void run(Consumer<Results> each) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("wellstream-accuracy-");
        try {
            Path screen = folder.resolve("screen");
            SimulatedScreens.write(screen, folder.resolve("truth.csv"), plan.screen());
            LocalConfig config = LocalConfig.of(folder.resolve("system"))
                    .withIngestRoots(List.of(screen))
                    .withProcesses(ServiceKind.TRAINER, TRAINERS);
            try (LocalSystem system = LocalSystem.start(config)) {
                SystemClient client = SystemClient.of(system.endpoints());
                IngestJobs.Outcome ingested = new IngestJobs(client).run(new DatasetId(DATASET), screen, false);
                if (!ingested.problems().isEmpty()) {
                    throw new UserError("the ingest of the simulated screen has problems: " + ingested.problems());
                }
                rounds(client, ingested.job(), Truth.read(folder.resolve("truth.csv")), each);
            }
        } finally {
            MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    /** The learning curves of the first seed's runs. */
    BufferedImage curves() {
        return RunPicture.draw("Learning curves, seed 1", curves);
    }

    private void addCurves(Arm arm, CellType cellType, Ended end) {
        curves.add(new RunPicture.CellTypePart(
                arm.name() + ", " + cellType,
                end.epochs().stream().map(EpochFinished::getTrainingLoss).toList(),
                end.epochs().stream().map(EpochFinished::getTrainingAccuracy).toList(),
                1.0 / plan.screen().plates().treatments(),
                "a sample that is mixed counts as its likelier class",
                List.of()));
    }

    private void rounds(SystemClient client, String job, Truth truth, Consumer<Results> each)
            throws InterruptedException {
        Results all = Results.NONE;
        Duration longest = Duration.ZERO;
        for (long seed = 1; seed <= plan.seeds(); seed++) {
            for (CellType cellType : plan.cellTypes()) {
                if (elapsed().plus(longest).compareTo(plan.limit()) > 0) {
                    say.accept("Stopped before " + cellType + ", seed " + seed + ": another round does not fit into "
                            + plan.limit().toMinutes() + " minutes.");
                    return;
                }
                Duration before = elapsed();
                say.accept("Round: " + cellType + ", seed " + seed + ", "
                        + plan.arms().size() + " arms, after " + before.toSeconds() + " s");
                all = all.and(round(client, job, truth, cellType, seed));
                each.accept(all);
                Duration took = elapsed().minus(before);
                longest = took.compareTo(longest) > 0 ? took : longest;
            }
        }
    }

    private Results round(SystemClient client, String job, Truth truth, CellType cellType, long seed)
            throws InterruptedException {
        DatasetId dataset = new DatasetId(DATASET);
        Map<String, RunSpecification> runs = new LinkedHashMap<>();
        plan.arms().forEach(arm -> runs.put(arm.runName(cellType, seed), arm.run(dataset, cellType, seed, job)));
        Map<String, Ended> ended = new TrainingRuns(client).finish(runs);
        List<Prediction> predictions = new ArrayList<>();
        List<TrainedRun> trained = new ArrayList<>();
        try (ScorerClient scorer = client.scorer()) {
            scorer.awaitPublished(DATASET, runs.keySet());
            UnseenWells unseen = new UnseenWells(scorer, DATASET, truth, cellType);
            for (Arm arm : plan.arms()) {
                String run = arm.runName(cellType, seed);
                Ended end = Objects.requireNonNull(ended.get(run), run);
                if (seed == 1) {
                    addCurves(arm, cellType, end);
                }
                trained.add(trained(arm, cellType, seed, end, ModelCards.of(client, end.record())));
                predictions.addAll(unseen.predict(arm.name(), seed, run));
            }
        }
        return new Results(predictions, trained);
    }

    private static TrainedRun trained(Arm arm, CellType cellType, long seed, Ended end, ModelCard card) {
        List<EpochFinished> epochs = end.epochs();
        OptionalDouble leaking = card.getMetricsList().stream()
                .filter(metric -> metric.getLeaking() && metric.getName().equals("accuracy"))
                .filter(metric -> metric.getSet().equals("validation")
                        && metric.getExperiment().isEmpty()
                        && metric.getCellType().isEmpty())
                .mapToDouble(Metric::getValue)
                .findFirst();
        return new TrainedRun(
                arm.name(),
                cellType.name(),
                seed,
                new TrainedRun.Work(
                        epochs.stream()
                                .mapToDouble(EpochFinished::getEpochSeconds)
                                .sum(),
                        epochs.stream()
                                .mapToDouble(EpochFinished::getStarvedSeconds)
                                .sum(),
                        end.record().getFinished().getSteps()
                                * card.getSpecification().getBatchSize()),
                leaking,
                HexFormat.of().formatHex(card.getParametersSha256().toByteArray()));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
