package io.wellstream.local.cli.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Compares a scorer with ONNX Runtime called directly, with the same model on the same machine. Throughput is measured in rounds,
 * runtime and scorer in turn, because the speed of a shared machine changes from minute to minute.
 */
public final class ScoreBench {
    private static final int BATCH = 32;
    private static final int ROUNDS = 3;
    private static final List<Integer> CALLS_AT_ONCE = List.of(1, 8, 64);
    private static final int FULL_LOAD = 64;

    private final LoadGenerator scorer;
    private final DoubleSupplier scorerCpuSeconds;
    private final byte[] onnx;
    private final int sitesPerCall;
    private final Duration phase;
    private final Consumer<String> say;

    /**
     * @param scorerCpuSeconds gives the CPU time that the scorer's process has used so far
     * @param sitesPerCall number of sites of each well
     * @param phase duration of each phase
     * @param say receives each phase's results as text
     */
    public ScoreBench(
            LoadGenerator scorer,
            DoubleSupplier scorerCpuSeconds,
            byte[] onnx,
            int sitesPerCall,
            Duration phase,
            Consumer<String> say) {
        this.scorer = scorer;
        this.scorerCpuSeconds = scorerCpuSeconds;
        this.onnx = onnx.clone();
        this.sitesPerCall = sitesPerCall;
        this.phase = phase;
        this.say = say;
    }

    /**
     * All measurements but those of model swaps and of the scorer without batches.
     *
     * @param warmUp duration of the load before the first measurement: the JIT compiler takes about a minute, on the same cores
     */
    public JsonObject run(Duration warmUp) throws InterruptedException {
        JsonObject json = new JsonObject();
        json.addProperty("p50_ms", 0); // first in the output; set at the end
        json.addProperty("p99_ms", 0);
        JsonObject bare = new JsonObject();
        try (DirectRuntime runtime = new DirectRuntime(onnx, 0);
                DirectRuntime alone = new DirectRuntime(onnx, 1)) {
            warmUp(runtime, alone, warmUp);
            double imagesPerSecond = throughput(json, runtime, alone);
            json.add("latency", latency());
            json.add("calls_of_a_batch", callsOfABatch());
            Latencies call = runtime.run(sitesPerCall, phase);
            Latencies ofOneThread = alone.run(sitesPerCall, phase);
            call.addTo(bare);
            bare.addProperty("one_thread_p50_ms", Rounded.of(ofOneThread.percentile(50)));
            bare.addProperty("one_thread_p99_ms", Rounded.of(ofOneThread.percentile(99)));
            json.add("bare_call", bare);
            halfLoad(json, runtime, imagesPerSecond / sitesPerCall / 2, call);
        }
        return json;
    }

    /** Latency at different numbers of concurrent calls. */
    public JsonArray latency() throws InterruptedException {
        JsonArray all = new JsonArray();
        for (int calls : CALLS_AT_ONCE) {
            LoadResult load = scorer.atOnce(calls, phase);
            JsonObject entry = load.json();
            entry.addProperty("calls_at_once", calls);
            all.add(entry);
            say.accept(String.format(
                    Locale.ROOT,
                    "%3d calls at once   p50 %7.1f  p95 %7.1f  p99 %7.1f ms  %7.1f images/s%s",
                    calls,
                    load.latencies().percentile(50),
                    load.latencies().percentile(95),
                    load.latencies().percentile(99),
                    load.imagesPerSecond(),
                    failures(load)));
        }
        return all;
    }

    /** Calls as large as the runtime's batches, so that many wells share the cost of a call. */
    private JsonObject callsOfABatch() throws InterruptedException {
        int wells = Math.max(1, BATCH / sitesPerCall);
        int cores = Runtime.getRuntime().availableProcessors();
        LoadResult load = scorer.ofWellsPerCall(wells).atOnce(2 * cores, phase.multipliedBy(2));
        JsonObject json = load.json();
        json.addProperty("wells_per_call", wells);
        say.accept(String.format(
                Locale.ROOT,
                "calls of %2d wells   p50 %7.1f  p99 %7.1f ms  %7.1f images/s%s",
                wells,
                load.latencies().percentile(50),
                load.latencies().percentile(99),
                load.imagesPerSecond(),
                failures(load)));
        return json;
    }

    /** Calls while the served model changes. */
    public JsonObject whileSwapping(ModelSwapper swapping, Duration duration) throws InterruptedException {
        LoadResult load = scorer.atOnce(CALLS_AT_ONCE.get(1), duration);
        JsonObject json = load.json();
        json.addProperty("swaps", swapping.swaps());
        json.add("answers_by_run", load.answersJson());
        say.accept(String.format(
                Locale.ROOT,
                "%3d swaps           p50 %7.1f  p99 %7.1f ms  %d calls, %d failed, answered by %s",
                swapping.swaps(),
                load.latencies().percentile(50),
                load.latencies().percentile(99),
                load.latencies().calls(),
                load.failed(),
                load.answers()));
        return json;
    }

    private void warmUp(DirectRuntime runtime, DirectRuntime alone, Duration warmUp) throws InterruptedException {
        runtime.run(BATCH, phase.dividedBy(4));
        alone.run(1, phase.dividedBy(4));
        scorer.atOnce(FULL_LOAD, warmUp);
    }

    /** Adds the medians over the rounds; returns the scorer's. */
    private double throughput(JsonObject json, DirectRuntime runtime, DirectRuntime alone) throws InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Double> ofScorer = new ArrayList<>();
        List<Double> ofRuntime = new ArrayList<>();
        List<Double> ofLoops = new ArrayList<>();
        List<Double> cpuOfScorer = new ArrayList<>();
        List<Double> cpuOfLoops = new ArrayList<>();
        JsonArray rounds = new JsonArray();
        for (int round = 0; round < ROUNDS; round++) {
            ofRuntime.add(runtime.pace(1, BATCH, phase).imagesPerSecond());
            double cpuBefore = scorerCpuSeconds.getAsDouble();
            LoadResult load = scorer.atOnce(FULL_LOAD, phase);
            cpuOfScorer.add((scorerCpuSeconds.getAsDouble() - cpuBefore) * 1000 / load.images());
            ofScorer.add(load.imagesPerSecond());
            DirectRuntime.Pace loops = alone.pace(cores, BATCH, phase);
            ofLoops.add(loops.imagesPerSecond());
            cpuOfLoops.add(loops.cpuMillisPerImage());
            JsonObject entry = new JsonObject();
            entry.addProperty("images_per_s", Rounded.of(ofScorer.getLast()));
            entry.addProperty("onnxruntime_default_threads", Rounded.of(ofRuntime.getLast()));
            entry.addProperty("onnxruntime_one_loop_per_core", Rounded.of(ofLoops.getLast()));
            entry.addProperty("scorer_cpu_ms_per_image", Rounded.of(cpuOfScorer.getLast()));
            entry.addProperty("onnxruntime_cpu_ms_per_image", Rounded.of(cpuOfLoops.getLast()));
            rounds.add(entry);
            say.accept(String.format(
                    Locale.ROOT,
                    "round %d             scorer %.1f, ONNX Runtime %.1f in one loop, %.1f in a loop per core (images/s);"
                            + " CPU per image %.2f ms of %.2f",
                    round + 1,
                    ofScorer.getLast(),
                    ofRuntime.getLast(),
                    ofLoops.getLast(),
                    cpuOfScorer.getLast(),
                    cpuOfLoops.getLast()));
        }
        double best = Math.max(median(ofRuntime), median(ofLoops));
        json.addProperty("images_per_s", Rounded.of(median(ofScorer)));
        json.addProperty("onnxruntime_images_per_s", Rounded.of(best));
        json.addProperty("share_of_onnxruntime", Rounded.of(median(ofScorer) / best));
        json.addProperty("scorer_cpu_ms_per_image", Rounded.of(median(cpuOfScorer)));
        json.addProperty("onnxruntime_cpu_ms_per_image", Rounded.of(median(cpuOfLoops)));
        json.addProperty("share_of_onnxruntime_cpu", Rounded.of(median(cpuOfLoops) / median(cpuOfScorer)));
        json.add("rounds", rounds);
        return median(ofScorer);
    }

    private void halfLoad(JsonObject json, DirectRuntime runtime, double callsPerSecond, Latencies bareCall)
            throws InterruptedException {
        PoissonArrivals arrivals = PoissonArrivals.atRandom(callsPerSecond, phase.multipliedBy(2), 1);
        Latencies floor = runtime.atTimes(arrivals, sitesPerCall);
        LoadResult load = scorer.atTimes(arrivals);
        JsonObject half = load.json();
        half.addProperty("calls_per_s", Rounded.of(callsPerSecond));
        half.addProperty("p99_over_bare_p99", Rounded.of(load.latencies().percentile(99) / bareCall.percentile(99)));
        half.addProperty("onnxruntime_p50_ms", Rounded.of(floor.percentile(50)));
        half.addProperty("onnxruntime_p99_ms", Rounded.of(floor.percentile(99)));
        half.addProperty(
                "p99_over_onnxruntime_p99", Rounded.of(load.latencies().percentile(99) / floor.percentile(99)));
        json.add("half_load", half);
        json.addProperty("p50_ms", Rounded.of(load.latencies().percentile(50)));
        json.addProperty("p99_ms", Rounded.of(load.latencies().percentile(99)));
        say.accept(String.format(
                Locale.ROOT,
                "half load           p50 %7.1f  p99 %7.1f ms at %.1f calls/s; ONNX Runtime alone at the same times"
                        + " p50 %.1f  p99 %.1f ms, called in a loop p50 %.1f  p99 %.1f ms%s",
                load.latencies().percentile(50),
                load.latencies().percentile(99),
                callsPerSecond,
                floor.percentile(50),
                floor.percentile(99),
                bareCall.percentile(50),
                bareCall.percentile(99),
                failures(load)));
    }

    /** The training engine with the same network. */
    public JsonObject trainingEngine(TrainingEngine engine, TrainingEngine.NetworkShape network)
            throws IOException, InterruptedException {
        JsonObject json = new JsonObject();
        for (int batch : List.of(sitesPerCall, BATCH)) {
            double imagesPerSecond = engine.imagesPerSecond(network, batch, phase);
            json.addProperty("images_per_s_at_batch_" + batch, Rounded.of(imagesPerSecond));
            say.accept(String.format(
                    Locale.ROOT, "training engine     %.1f images/s in batches of %d", imagesPerSecond, batch));
        }
        return json;
    }

    private static String failures(LoadResult load) {
        return load.failed() == 0 ? "" : "  " + load.failed() + " failed: " + load.firstFailure();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
