package io.wellstream.trainer.engine.torch;

/**
 * How libtorch computes.
 *
 * @param device {@code cpu}, {@code cuda} or {@code cuda:1}
 * @param threads of the processor; 0 for as many as the process may use
 */
public record TorchSettings(String device, int threads) {
    /** On the processor. */
    public static final TorchSettings CPU = new TorchSettings("cpu", 0);

    public TorchSettings {
        if (!device.matches("cpu|cuda(:[0-9]{1,2})?")) {
            throw new IllegalArgumentException(
                    "device `" + device + "`; expected cpu, cuda, or cuda:N for card N from 0");
        }
        if (threads < 0) {
            throw new IllegalArgumentException(threads + " threads; expected 1 or more, or 0 for all");
        }
    }

    /**
     * The threads to use: what is set here, else what {@code OMP_NUM_THREADS} says, else one per processor that the process or its
     * container may use.
     */
    int effectiveThreads() {
        if (threads > 0) {
            return threads;
        }
        String set = System.getenv("OMP_NUM_THREADS");
        return set != null && set.matches("[1-9][0-9]{0,3}")
                ? Integer.parseInt(set)
                : Runtime.getRuntime().availableProcessors();
    }

    boolean isCuda() {
        return device.startsWith("cuda");
    }
}
