package io.wellstream.local.cli.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures the training engine as if it served predictions, in a separate process. */
public final class TrainingEngine {
    private static final String MAIN = "io.wellstream.trainer.engine.dl4j.EnginePace";
    private static final String RESULT = "pace ";

    private final Path trainer;
    private final Path nativeCode;

    /**
     * @param trainer the folder of the built trainer service
     * @param nativeCode where the engine's native code is unpacked
     */
    public TrainingEngine(Path trainer, Path nativeCode) {
        this.trainer = trainer;
        this.nativeCode = nativeCode;
    }

    /**
     * A network with its default settings.
     *
     * @param side of the images in pixels
     */
    public record NetworkShape(String name, int channels, int side, int classes) {}

    /** Images per second with batches of one size, one after the other. */
    public double imagesPerSecond(NetworkShape network, int batch, Duration duration)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        MAIN,
                        network.name(),
                        String.valueOf(network.channels()),
                        String.valueOf(network.side()),
                        String.valueOf(network.classes()),
                        String.valueOf(batch),
                        String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1e3),
                        nativeCode.toString())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the training engine failed: " + said.strip());
            }
            return paceOf(said);
        } finally {
            process.destroyForcibly();
        }
    }

    private static double paceOf(String said) {
        List<String> figures = said.lines()
                .filter(line -> line.startsWith(RESULT))
                .map(line -> List.of(line.substring(RESULT.length()).split(" ")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the training engine printed no pace: " + said.strip()));
        return Long.parseLong(figures.getFirst()) / Double.parseDouble(figures.getLast());
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
