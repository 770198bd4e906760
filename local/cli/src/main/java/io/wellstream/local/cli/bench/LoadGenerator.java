package io.wellstream.local.cli.bench;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.ScorerGrpc.ScorerFutureStub;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.proto.v1.WellPrediction;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Calls a scorer for predictions: with a fixed number of concurrent calls (closed loop), or at fixed times however fast the answers are
 * (open loop).
 */
public final class LoadGenerator {
    private static final int MOST_AT_ONCE = 1_024;
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);

    private final ScorerFutureStub scorer;
    private final String dataset;
    private final List<WellKey> wells;
    private final int wellsPerCall;
    private int next;

    public LoadGenerator(ScorerFutureStub scorer, String dataset, List<WellKey> wells) {
        this(scorer, dataset, wells, 1);
    }

    private LoadGenerator(ScorerFutureStub scorer, String dataset, List<WellKey> wells, int wellsPerCall) {
        this.scorer = scorer;
        this.dataset = dataset;
        this.wells = List.copyOf(wells);
        this.wellsPerCall = wellsPerCall;
    }

    /** The same with so many wells per call. */
    LoadGenerator ofWellsPerCall(int number) {
        return new LoadGenerator(scorer, dataset, wells, number);
    }

    /** Keeps so many calls in flight. Latency counts from sending to the answer. */
    public LoadResult atOnce(int calls, Duration duration) throws InterruptedException {
        Tally tally = new Tally();
        Semaphore free = new Semaphore(calls);
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        while (System.nanoTime() < end) {
            free.acquire();
            send(System.nanoTime(), tally, free);
        }
        free.acquire(calls);
        return tally.load(System.nanoTime() - start);
    }

    /**
     * Sends a call at each of these times. Latency counts from the time that a call was due, so that a scorer that falls behind shows
     * it.
     */
    LoadResult atTimes(PoissonArrivals arrivals) throws InterruptedException {
        Tally tally = new Tally();
        Semaphore free = new Semaphore(MOST_AT_ONCE);
        long start = System.nanoTime();
        arrivals.each(due -> {
            free.acquire();
            send(due, tally, free);
        });
        free.acquire(MOST_AT_ONCE);
        return tally.load(System.nanoTime() - start);
    }

    private void send(long countedFrom, Tally tally, Semaphore free) {
        PredictRequest.Builder request = PredictRequest.newBuilder().setDataset(dataset);
        for (int i = 0; i < wellsPerCall; i++) {
            request.addWells(wells.get(next++ % wells.size()));
        }
        Futures.addCallback(
                scorer.withDeadlineAfter(CALL_LIMIT).predict(request.build()),
                new FutureCallback<>() {
                    @Override
                    public void onSuccess(PredictResponse answer) {
                        tally.answered(System.nanoTime() - countedFrom, answer);
                        free.release();
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        tally.failed(failure);
                        free.release();
                    }
                },
                MoreExecutors.directExecutor());
    }

    /** Counts the answers of one phase; thread-safe. */
    private static final class Tally {
        private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
        private final Map<String, Long> answers = new HashMap<>();
        private long images;
        private long failed;
        private String firstFailure = "";

        synchronized void answered(long took, PredictResponse answer) {
            nanos.add(took);
            for (WellPrediction prediction : answer.getPredictionsList()) {
                images += prediction.getSites();
            }
            answers.merge(answer.getPredictions(0).getRun(), 1L, Long::sum);
        }

        synchronized void failed(Throwable failure) {
            if (failed++ == 0) {
                firstFailure = String.valueOf(failure.getMessage());
            }
        }

        synchronized LoadResult load(long tookNanos) {
            return new LoadResult(Latencies.ofNanos(nanos), tookNanos / 1e9, images, answers, failed, firstFailure);
        }
    }
}
