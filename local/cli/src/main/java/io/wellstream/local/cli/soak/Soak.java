package io.wellstream.local.cli.soak;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.BrokerAndStore;
import io.wellstream.local.launcher.LocalConfig;
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
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Scores and trains on a whole system while faults are put into it one after the other, and counts what is lost. All runs have the
 * same specification: if a batch were lost, repeated or changed, a run's parameters would differ from the first's, and so would
 * answers.
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
     * The outcome of a soak test.
     *
     * @param runs number of finished runs
     * @param parameters number of different final parameters; one unless something was lost
     * @param failedRuns why the other runs failed
     */
    public record Outcome(
            RetryingCaller.Tally calls,
            int runs,
            int parameters,
            List<String> failedRuns,
            SoakMonitor.Observations observations) {
        public boolean nothingLost() {
            return calls.failures().isEmpty()
                    && calls.wrong().isEmpty()
                    && failedRuns.isEmpty()
                    && runs > 0
                    && parameters == 1;
        }
    }

    public Outcome run() throws IOException, InterruptedException {
        Path screen = folder.resolve("screen");
        Path truth = folder.resolve("truth.csv");
        new ScreenSimulator().write(screen, truth, plan.screen(), (drawn, of) -> {});
        LocalConfig config = plan.config(folder.resolve("system"), screen);
        try (LocalSystem system = LocalSystem.start(config, BrokerAndStore.with(plan.store()))) {
            SystemClient client = SystemClient.of(system.endpoints());
            new IngestJobs(client).run(new DatasetId(SoakPlan.DATASET), screen, false);
            RunFinished undisturbed = train(client, "undisturbed");
            List<PredictRequest> requests = requests(Truth.read(truth));
            ExpectedAnswers expected;
            try (ScorerClient scorer = client.scorer()) {
                scorer.awaitServed(SoakPlan.DATASET, List.of("undisturbed"));
                expected = ExpectedAnswers.ask(scorer, requests);
            }
            out.println("Scoring and training for " + plan.length().toMinutes() + " min; faults ("
                    + plan.faults().stream().map(Fault::toString).collect(Collectors.joining(", ")) + ") every "
                    + plan.faultEvery().toSeconds() + " s");
            out.flush();
            Random random = new Random(plan.seed());
            DamagedObjects objects = new DamagedObjects(client, screen, Truth.read(truth), random);
            SoakMonitor monitor = new SoakMonitor(
                    system, plan.faultEvery(), new FaultInjector(system, objects, plan.faults(), random));
            return soak(system, client, monitor, new Calls(requests, expected), undisturbed);
        }
    }

    /** What callers ask, and the answers. */
    private record Calls(List<PredictRequest> requests, ExpectedAnswers expected) {}

    private Outcome soak(
            LocalSystem system, SystemClient client, SoakMonitor monitor, Calls calls, RunFinished undisturbed)
            throws InterruptedException {
        long end = System.nanoTime() + plan.length().toNanos();
        List<ScorerClient> scorers = system.services().stream()
                .filter(service -> service.name().startsWith(ServiceKind.SCORER.label()))
                .map(service -> client.scorerAt(service.url()))
                .toList();
        RetryingCaller caller = new RetryingCaller(
                scorers,
                number -> calls.requests().get(number % calls.requests().size()),
                () -> System.nanoTime() > end,
                RetryingCaller.Rules.duringRepairs(calls.expected()::wrong));
        Set<ByteString> parameters = new HashSet<>(Set.of(undisturbed.getParametersSha256()));
        List<String> failed = new ArrayList<>();
        int runs = 0;
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("soak-", 1).daemon().factory())) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < SoakPlan.CALLERS; i++) {
                callers.add(threads.submit(caller));
            }
            Future<?> watching = threads.submit(() -> monitor.until(end));
            while (System.nanoTime() < end) {
                try {
                    parameters.add(
                            train(client, "soak-" + (runs + failed.size() + 1)).getParametersSha256());
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
        return new Outcome(caller.tally(), runs, parameters.size(), failed, monitor.observations());
    }

    /** One for each unseen well. */
    private static List<PredictRequest> requests(Truth truth) {
        return truth.rows().stream()
                .map(row -> PredictRequest.newBuilder()
                        .setDataset(SoakPlan.DATASET)
                        .addWells(WellKeys.of(row.well()))
                        .setTopK(1)
                        .build())
                .toList();
    }

    private RunFinished train(SystemClient client, String run) throws InterruptedException {
        Map<String, TrainingRuns.Ended> ended = new TrainingRuns(client).finish(Map.of(run, plan.run()));
        return requireNonNull(ended.get(run)).record().getFinished();
    }

    private static void await(Future<?> done) throws InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a thread of the soak test failed", e.getCause());
        }
    }
}
