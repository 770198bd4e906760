package io.wellstream.trainer.engine.torch;

import java.util.List;
import java.util.Set;

/**
 * How libtorch computes.
 *
 * @param device {@code cpu}, {@code cuda}, {@code cuda:1} or several cards, {@code cuda:0,cuda:1}, which share each batch
 * @param threads of the processor; 0 for the default, see {@link #effectiveThreads}
 */
public record TorchSettings(String device, int threads) {
    /** On the processor. */
    public static final TorchSettings CPU = new TorchSettings("cpu", 0);

    public TorchSettings {
        if (!device.matches("cpu|cuda|cuda:[0-9]{1,2}(,cuda:[0-9]{1,2})*")) {
            throw new IllegalArgumentException(
                    "device `" + device
                            + "`; expected cpu, cuda, cuda:N for card N from 0, or several such cards with commas between them");
        }
        if (Set.copyOf(devices(device)).size() < devices(device).size()) {
            throw new IllegalArgumentException("device `" + device + "` names a card twice");
        }
        if (threads < 0) {
            throw new IllegalArgumentException(threads + " threads; expected 1 or more, or 0 for the default");
        }
    }

    /** With a thread for each processor, for a process that has them alone; {@code OMP_NUM_THREADS} overrides it. */
    public static TorchSettings alone(String device) {
        int processors = Runtime.getRuntime().availableProcessors();
        return new TorchSettings(device, System.getenv("OMP_NUM_THREADS") == null ? processors : 0);
    }

    /**
     * The threads to use: what is set here, else what {@code OMP_NUM_THREADS} says, else one fewer than the processors that the process
     * or its container may use. Threads wait for each other by spinning, so a step becomes ten times slower when one of them has to
     * share its processor.
     */
    int effectiveThreads() {
        if (threads > 0) {
            return threads;
        }
        String set = System.getenv("OMP_NUM_THREADS");
        return set != null && set.matches("[1-9][0-9]{0,3}")
                ? Integer.parseInt(set)
                : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    /** Each device. */
    List<String> devices() {
        return devices(device);
    }

    private static List<String> devices(String device) {
        return List.of(device.split(",", -1));
    }

    /** The highest number of a card. */
    int lastCard() {
        return devices().stream()
                .map(name -> name.replaceFirst("cuda:?", ""))
                .mapToInt(number -> number.isEmpty() ? 0 : Integer.parseInt(number))
                .max()
                .orElse(0);
    }

    boolean isCuda() {
        return device.startsWith("cuda");
    }
}
