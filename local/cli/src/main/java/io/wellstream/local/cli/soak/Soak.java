package io.wellstream.local.cli.soak;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.screen.Truth;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.RunFinished;
import io.wellstream.simulator.ScreenSimulator;
import io.wellstream.wire.keys.WellKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Keeps a whole system scoring and training while its processes are killed one after the other, and counts what was lost.
 * Every run is the same run: if one batch were lost, repeated or altered, its parameters would differ from the first's.
 */
public final class Soak {
    private final Path folder;
    private final SoakPlan plan;
    private final PrintWriter out;

    public Soak(Path folder, SoakPlan plan, PrintWriter out) {
        this.folder = folder;
        this.plan = plan;
        this.out = out;
    }

    /**
     * What a soak came to.
     *
     * @param runs that finished
     * @param parameters different outcomes of the same run; one unless something was lost
     * @param failedRuns why the others did not
     */
    public record Outcome(
            RetryingCaller.Tally calls, int runs, int parameters, List<String> failedRuns, SoakMonitor.Seen seen) {
        public boolean nothingLost() {
            return calls.failures().isEmpty() && failedRuns.isEmpty() && runs > 0 && parameters == 1;
        }
    }

    public Outcome run() throws IOException, InterruptedException {
        Path screen = folder.resolve("screen");
        Path truth = folder.resolve("truth.csv");
        new ScreenSimulator().write(screen, truth, plan.screen(), (drawn, of) -> {});
        try (LocalSystem system = LocalSystem.start(plan.config(folder.resolve("system"), screen))) {
            SystemClient services = SystemClient.of(system.endpoints());
            new IngestJobs(services).run(new DatasetId(SoakPlan.DATASET), screen, false);
            RunFinished undisturbed = train(services, "undisturbed");
            try (ScorerClient scorer = services.scorer()) {
                scorer.awaitServed(SoakPlan.DATASET, List.of("undisturbed"));
            }
            out.println("Soaking for " + plan.length().toMinutes() + " min; a process is killed every "
                    + plan.killEvery().toSeconds() + " s");
            out.flush();
            return soak(system, services, Truth.read(truth), undisturbed);
        }
    }

    private Outcome soak(LocalSystem system, SystemClient services, Truth truth, RunFinished undisturbed)
            throws InterruptedException, IOException {
        long end = System.nanoTime() + plan.length().toNanos();
        List<ScorerClient> scorers = system.services().stream()
                .filter(service -> service.name().startsWith(ServiceKind.SCORER.label()))
                .map(service -> new ScorerClient(service.url(), services.caller()))
                .toList();
        RetryingCaller caller = new RetryingCaller(scorers, requests(truth), () -> System.nanoTime() > end);
        SoakMonitor watch = new SoakMonitor(system, plan.killEvery(), new Random(plan.seed()));
        Set<ByteString> parameters = new HashSet<>(Set.of(undisturbed.getParametersSha256()));
        List<String> failed = new ArrayList<>();
        int runs = 0;
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("soak-", 1).daemon().factory())) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < SoakPlan.CALLERS; i++) {
                callers.add(threads.submit(caller));
            }
            Future<?> watching = threads.submit(() -> watch.until(end));
            while (System.nanoTime() < end) {
                try {
                    parameters.add(trainPatiently(services, "soak-" + (runs + failed.size() + 1))
                            .getParametersSha256());
                    runs++;
                } catch (UserError e) {
                    failed.add(String.valueOf(e.getMessage()));
                }
            }
            for (Future<?> done : callers) {
                await(done);
            }
            await(watching);
        } finally {
            scorers.forEach(ScorerClient::close);
        }
        return new Outcome(caller.tally(), runs, parameters.size(), failed, watch.seen());
    }

    private IntFunction<PredictRequest> requests(Truth truth) {
        List<Truth.Row> rows = List.copyOf(truth.rows());
        return number -> PredictRequest.newBuilder()
                .setDataset(SoakPlan.DATASET)
                .addWells(WellKeys.of(rows.get(number % rows.size()).well()))
                .setTopK(1)
                .build();
    }

    /** Starting a run is idempotent, so it is done again where the trainer was just killed. */
    private RunFinished trainPatiently(SystemClient services, String run) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return train(services, run);
            } catch (UserError e) {
                if (attempt == 60 || !(e.getCause() instanceof IOException)) {
                    throw e;
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private RunFinished train(SystemClient services, String run) throws InterruptedException {
        TrainingRuns.Ended ended = new TrainingRuns(services).startAndFollow(run, plan.run());
        if (!ended.record().hasFinished()) {
            throw new UserError(TrainingRuns.failure(ended.record()));
        }
        return ended.record().getFinished();
    }

    private static void await(Future<?> done) throws InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a soak's own thread failed", e.getCause());
        }
    }
}
