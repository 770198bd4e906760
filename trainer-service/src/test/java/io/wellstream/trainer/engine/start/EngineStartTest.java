package io.wellstream.trainer.engine.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.trainer.bench.InferencePace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts engines in separate processes. */
class EngineStartTest {
    private static final int PROCESSES = 3;
    private static final long LIMIT_MINUTES = 8;

    /** As when a machine starts several trainers for the first time; one ended with SIGBUS. */
    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"dl4j", "torch"})
    void processesThatUnpackNativeCodeAtOnceAllStart(String engine, @TempDir Path folder) throws Exception {
        List<Process> processes = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(start(engine, folder));
            }
            for (Process process : processes) {
                String said = new String(process.getInputStream().readAllBytes(), UTF_8);
                assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).as(said).isZero();
                assertThat(said).contains(InferencePace.RESULT);
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static Process start(String engine, Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:ErrorFile=" + folder.resolve("crash-%p.log"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InferencePace.class.getName(),
                        engine,
                        "float32",
                        "cpu",
                        "stacked-resnet",
                        "6",
                        "32",
                        "4",
                        "2",
                        "0.1",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
    }
}
