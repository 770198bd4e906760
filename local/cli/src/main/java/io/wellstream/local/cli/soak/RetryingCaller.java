package io.wellstream.local.cli.soak;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.PredictRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * Asks for predictions one after the other. A call that gets UNAVAILABLE or RESOURCE_EXHAUSTED is repeated at the next scorer, for two
 * minutes; any other error is a failure.
 */
public final class RetryingCaller implements Runnable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Set<Status.Code> RETRIED = Set.of(Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED);

    private final List<ScorerClient> scorers;
    private final IntFunction<PredictRequest> requests;
    private final BooleanSupplier over;
    private long answered;
    private long repeated;
    private long slowestNanos;
    private final List<String> failures = new ArrayList<>();

    public RetryingCaller(List<ScorerClient> scorers, IntFunction<PredictRequest> requests, BooleanSupplier over) {
        this.scorers = List.copyOf(scorers);
        this.requests = requests;
        this.over = over;
    }

    /** The calls so far. */
    public record Tally(long answered, long repeated, Duration slowest, List<String> failures) {
        public Tally {
            failures = List.copyOf(failures);
        }
    }

    public synchronized Tally tally() {
        return new Tally(answered, repeated, Duration.ofNanos(slowestNanos), failures);
    }

    @Override
    public void run() {
        try {
            for (int number = 0; !over.getAsBoolean(); number++) {
                call(number, requests.apply(number));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void call(int number, PredictRequest request) throws InterruptedException {
        long started = System.nanoTime();
        for (int attempt = 0; ; attempt++) {
            try {
                scorers.get((number + attempt) % scorers.size()).predict(request);
                succeeded(System.nanoTime() - started);
                return;
            } catch (UserError e) {
                boolean late = System.nanoTime() - started > PATIENCE.toNanos();
                if (late || !isRetried(e)) {
                    failed(e);
                    return;
                }
                again();
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        }
    }

    private static boolean isRetried(UserError error) {
        return error.getCause() instanceof StatusRuntimeException refusal
                && RETRIED.contains(refusal.getStatus().getCode());
    }

    private synchronized void succeeded(long nanos) {
        answered++;
        slowestNanos = Math.max(slowestNanos, nanos);
    }

    private synchronized void again() {
        repeated++;
    }

    private synchronized void failed(UserError error) {
        failures.add(String.valueOf(error.getMessage()));
    }
}
