package io.wellstream.local.cli.bench;

import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.ServiceKind;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures the training engine in separate processes. */
public final class TrainingEngine {
    private static final String INFERENCE = "io.wellstream.trainer.bench.InferencePace";
    private static final String TRAINING = "io.wellstream.trainer.bench.TrainingPace";
    private static final String MEMORY = "io.wellstream.trainer.bench.TrainingMemory";

    private final Path trainer;
    private final Path nativeCode;
    private final Choice choice;

    /**
     * @param trainer the folder of the built trainer service
     * @param nativeCode where the engine's native code is unpacked
     */
    public TrainingEngine(Path trainer, Path nativeCode, Choice choice) {
        this.trainer = trainer;
        this.nativeCode = nativeCode;
        this.choice = choice;
    }

    /** An engine of the built project's trainer. */
    public static TrainingEngine ofTheProject(Choice choice) {
        return new TrainingEngine(
                ServiceKind.TRAINER.folder(LocalConfig.builtProject()), LocalConfig.nativeCode(), choice);
    }

    /**
     * Which engine, and how it computes.
     *
     * @param name as in a run's specification
     * @param precision as in a run's specification
     * @param device cpu or cuda
     */
    public record Choice(String name, String precision, String device) {
        /** The engine of a run that names none. */
        public static final Choice DEFAULT = new Choice("dl4j", "float32", "cpu");
    }

    /**
     * A network with its default settings.
     *
     * @param side of the images in pixels
     */
    public record NetworkShape(String name, int channels, int side, int classes) {}

    /** Images per second with batches of one size, one after the other; as if the engine served predictions. */
    public double imagesPerSecond(NetworkShape network, int batch, Duration duration)
            throws IOException, InterruptedException {
        List<String> figures = run(measuring(INFERENCE), network, batch, seconds(duration), "pace ");
        return Long.parseLong(figures.getFirst()) / Double.parseDouble(figures.getLast());
    }

    /**
     * The speed of training, and the memory of its process.
     *
     * @param samples per second: the median of the steps
     * @param low the lower quartile of the steps
     * @param high the upper quartile
     * @param multiplyAdds per second, in billions: of a forward and a backward pass
     * @param utilisation what share they are of those of a large matrix product; NaN if that was not measured
     * @param peakBytes of the process
     * @param engine that was measured, in words
     */
    public record Speed(
            double samples,
            double low,
            double high,
            double multiplyAdds,
            double utilisation,
            long peakBytes,
            String engine) {}

    /** Trains on noise, one batch after the other. */
    public Speed training(NetworkShape network, int batch, Duration duration) throws IOException, InterruptedException {
        List<String> figures = run(measuring(TRAINING), network, batch, seconds(duration), "training ");
        return new Speed(
                Double.parseDouble(figures.get(0)),
                Double.parseDouble(figures.get(1)),
                Double.parseDouble(figures.get(2)),
                Double.parseDouble(figures.get(3)),
                Double.parseDouble(figures.get(4)),
                Long.parseLong(figures.get(5)),
                String.join(" ", figures.subList(6, figures.size())));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1e3);
    }

    private List<String> measuring(String main) {
        return List.of(main, choice.name(), choice.precision(), choice.device());
    }

    /**
     * The memory that training takes, in bytes.
     *
     * @param batch what was measured: the size asked for, or the largest below it that fits into this machine
     * @param outside forecast, outside the heap
     * @param heap forecast, in the heap
     * @param measured by how much the process grew at its peak
     */
    public record Memory(int batch, long outside, long heap, long measured) {
        /** How much larger the forecast is than what was measured; 1 if they are equal. */
        public double ratio() {
            return (double) (outside + heap) / measured;
        }
    }

    /**
     * Trains for some steps and evaluates, with the memory limits of a trainer.
     *
     * @param adaptation as in a run's specification
     */
    public Memory memory(NetworkShape network, int batch, int steps, String adaptation)
            throws IOException, InterruptedException {
        List<String> figures = run(measuring(MEMORY), network, batch, String.valueOf(steps), "memory ", adaptation);
        return new Memory(
                Integer.parseInt(figures.get(0)),
                Long.parseLong(figures.get(1)),
                Long.parseLong(figures.get(2)),
                Long.parseLong(figures.get(3)));
    }

    /** Runs a main class and returns the figures in the line that begins with the prefix. */
    private List<String> run(
            List<String> main, NetworkShape network, int batch, String extent, String prefix, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ServiceKind.TRAINER.flags());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath()));
        command.addAll(main);
        command.addAll(List.of(
                network.name(),
                String.valueOf(network.channels()),
                String.valueOf(network.side()),
                String.valueOf(network.classes()),
                String.valueOf(batch),
                extent,
                nativeCode.toString()));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(ServiceKind.TRAINER.environment());
        Process process = builder.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the training engine failed: " + said.strip());
            }
            return said.lines()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> List.of(line.substring(prefix.length()).split(" ")))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("the training engine printed no result: " + said.strip()));
        } finally {
            process.destroyForcibly();
        }
    }

    private String classPath() throws IOException {
        try (Stream<Path> files = Files.walk(trainer)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar") && !file.endsWith("quarkus-run.jar"))
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
