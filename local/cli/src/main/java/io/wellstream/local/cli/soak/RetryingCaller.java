package io.wellstream.local.cli.soak;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * Asks for predictions one after the other. A call that gets UNAVAILABLE or RESOURCE_EXHAUSTED is repeated at the next scorer, for two
 * minutes; any other error is a failure. So is a wrong answer.
 */
public final class RetryingCaller implements Runnable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Set<Status.Code> RETRIED = Set.of(Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED);

    private final List<ScorerClient> scorers;
    private final IntFunction<PredictRequest> requests;
    private final BooleanSupplier over;
    private final Rules rules;
    private long answered;
    private long repeated;
    private long slowestNanos;
    private final List<String> failures = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    public RetryingCaller(List<ScorerClient> scorers, IntFunction<PredictRequest> requests, BooleanSupplier over) {
        this(scorers, requests, over, new Rules(RETRIED, (_, _) -> Optional.empty()));
    }

    /** @param requests by number, from 0 */
    RetryingCaller(
            List<ScorerClient> scorers, IntFunction<PredictRequest> requests, BooleanSupplier over, Rules rules) {
        this.scorers = List.copyOf(scorers);
        this.requests = requests;
        this.over = over;
        this.rules = rules;
    }

    /** Says what is wrong with an answer, if anything. */
    @FunctionalInterface
    interface AnswerCheck {
        Optional<String> wrong(PredictRequest request, PredictResponse answer);
    }

    /**
     * What a caller expects.
     *
     * @param retried the errors that end by themselves or are being repaired
     */
    record Rules(Set<Status.Code> retried, AnswerCheck check) {
        /** Damaged objects are being repaired: calls that need them are repeated, too. */
        static Rules duringRepairs(AnswerCheck check) {
            return new Rules(
                    Set.of(Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED, Status.Code.DATA_LOSS), check);
        }
    }

    /**
     * The calls so far.
     *
     * @param failures why calls failed
     * @param wrong what was wrong with answers
     */
    public record Tally(long answered, long repeated, Duration slowest, List<String> failures, List<String> wrong) {
        public Tally {
            failures = List.copyOf(failures);
            wrong = List.copyOf(wrong);
        }
    }

    public synchronized Tally tally() {
        return new Tally(answered, repeated, Duration.ofNanos(slowestNanos), failures, wrong);
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
                PredictResponse answer =
                        scorers.get((number + attempt) % scorers.size()).predict(request);
                succeeded(System.nanoTime() - started, rules.check().wrong(request, answer));
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

    private boolean isRetried(UserError error) {
        return error.getCause() instanceof StatusRuntimeException refusal
                && rules.retried().contains(refusal.getStatus().getCode());
    }

    private synchronized void succeeded(long nanos, Optional<String> mistake) {
        answered++;
        mistake.ifPresent(wrong::add);
        slowestNanos = Math.max(slowestNanos, nanos);
    }

    private synchronized void again() {
        repeated++;
    }

    private synchronized void failed(UserError error) {
        failures.add(String.valueOf(error.getMessage()));
    }
}
