package io.wellstream.scorer.call;

import io.wellstream.proto.v1.SubmissionCost;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** The time and the sites that one call has used so far; other calls at the same time do not count. Safe for several threads. */
public final class CallCost {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long startNanos = System.nanoTime();
    private final LongAdder decodeNanos = new LongAdder();
    private final LongAdder inferenceNanos = new LongAdder();
    private final LongAdder sites = new LongAdder();
    private final BusyTime busy = new BusyTime(System::nanoTime);

    /** Does work on one of the call's sites: decoding, resizing. */
    public <T> T decoding(Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return busy.during(work);
        } finally {
            decodeNanos.add(System.nanoTime() - start);
        }
    }

    /**
     * Computes a batch; each call is charged for the share of its samples.
     *
     * @param ofSamples the call of each sample
     */
    public static <T> T inferring(List<CallCost> ofSamples, Supplier<T> batch) {
        Set<CallCost> calls = Set.copyOf(ofSamples);
        long start = System.nanoTime();
        calls.forEach(call -> call.busy.begin());
        try {
            return batch.get();
        } finally {
            calls.forEach(call -> call.busy.end());
            long share = (System.nanoTime() - start) / ofSamples.size();
            ofSamples.forEach(call -> call.inferenceNanos.add(share));
        }
    }

    /** Counts sites that a network has computed. */
    public void scored(int siteCount) {
        sites.add(siteCount);
    }

    public SubmissionCost message() {
        double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
        return SubmissionCost.newBuilder()
                .setSeconds(seconds)
                .setSites(sites.sum())
                .setDecodeSeconds(decodeNanos.sum() / NANOS_PER_SECOND)
                .setInferenceSeconds(inferenceNanos.sum() / NANOS_PER_SECOND)
                .setOtherSeconds(Math.max(0, seconds - busy.nanos() / NANOS_PER_SECOND))
                .build();
    }
}
