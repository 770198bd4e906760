package io.wellstream.local.cli.bench;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/**
 * A model called directly in ONNX Runtime with an input in memory: the lower bound of the time of a prediction. Nothing is read,
 * decoded, normalised or sent.
 */
public final class DirectRuntime implements AutoCloseable {
    private static final String PIXELS = "pixels";
    private static final Set<String> LOGITS = Set.of("logits");

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final int channels;
    private final int side;

    /** @param threads number of threads of the runtime; 0 for its default, one per core */
    public DirectRuntime(byte[] onnx, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            if (threads > 0) {
                options.setIntraOpNumThreads(threads);
            }
            session = environment.createSession(onnx, options);
            NodeInfo input = session.getInputInfo().get(PIXELS);
            if (input == null || !(input.getInfo() instanceof TensorInfo info)) {
                throw new IllegalArgumentException("the model has no input tensor '" + PIXELS + "'");
            }
            channels = (int) info.getShape()[1];
            side = (int) info.getShape()[2];
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot open the model: " + e.getMessage(), e);
        }
    }

    public int channels() {
        return channels;
    }

    public int side() {
        return side;
    }

    /** Runs batches of one size one after the other. */
    public Latencies run(int batch, Duration duration) {
        List<Long> nanos = new ArrayList<>();
        try (OnnxTensor input = noise(batch)) {
            long end = System.nanoTime() + duration.toNanos();
            for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                run(input);
                nanos.add(System.nanoTime() - start);
            }
        }
        return Latencies.ofNanos(nanos);
    }

    /** Runs a batch at each of these times, or after the batch before it. Latency counts from the time that a batch was due. */
    Latencies atTimes(PoissonArrivals arrivals, int batch) throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        try (OnnxTensor input = noise(batch)) {
            arrivals.each(due -> {
                run(input);
                nanos.add(System.nanoTime() - due);
            });
        }
        return Latencies.ofNanos(nanos);
    }

    private void run(OnnxTensor input) {
        try {
            session.run(Map.of(PIXELS, input), LOGITS).close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot run the model: " + e.getMessage(), e);
        }
    }

    private OnnxTensor noise(int batch) {
        FloatBuffer pixels = ByteBuffer.allocateDirect(batch * channels * side * side * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        Random random = new Random(1);
        while (pixels.hasRemaining()) {
            pixels.put((float) random.nextGaussian());
        }
        try {
            return OnnxTensor.createTensor(environment, pixels.flip(), new long[] {batch, channels, side, side});
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot take the pixels: " + e.getMessage(), e);
        }
    }

    /**
     * The throughput of several concurrent loops.
     *
     * @param cpuMillisPerImage of the threads that run the loops, without threads of the runtime
     */
    public record Pace(double imagesPerSecond, double cpuMillisPerImage) {}

    /** Runs several loops concurrently. */
    public Pace pace(int loops, int batch, Duration duration) throws InterruptedException {
        ThreadMXBean clocks = ManagementFactory.getThreadMXBean();
        LongAdder cpuNanos = new LongAdder();
        try (ExecutorService threads = Executors.newFixedThreadPool(loops)) {
            long start = System.nanoTime();
            List<Future<Latencies>> running = new ArrayList<>();
            for (int i = 0; i < loops; i++) {
                running.add(threads.submit(() -> {
                    Latencies batches = run(batch, duration);
                    cpuNanos.add(clocks.getCurrentThreadCpuTime());
                    return batches;
                }));
            }
            long images = 0;
            for (Future<Latencies> loop : running) {
                images += (long) loop.get().calls() * batch;
            }
            return new Pace(images / ((System.nanoTime() - start) / 1e9), cpuNanos.sum() / 1e6 / images);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
