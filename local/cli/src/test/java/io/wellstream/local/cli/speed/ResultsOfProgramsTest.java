package io.wellstream.local.cli.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonParser;
import io.wellstream.local.cli.terminal.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsOfProgramsTest {
    @Test
    void aScriptPrintsALinePerLibraryAndSaysWhichIsMissing() {
        PeerRun.Result result = PeerRun.parse("""
                a warning of a library
                {"name": "pillow", "version": "12.0", "per_s": 210.5}
                {"name": "opencv", "missing": "No module named 'cv2'"}
                """);

        assertThat(result.perSecond()).containsExactly(Map.entry("pillow", 210.5));
        assertThat(result.missing()).containsExactly("opencv is not measured: No module named 'cv2'");
    }

    @Test
    void jmhsResultsAreOperationsPerCpuSecondAndBytesByMethod() {
        Map<String, JmhRun.Score> scores =
                JmhRun.scores(JsonParser.parseString("""
                        [{"benchmark": "io.wellstream.benchmarks.DecodeBenchmark.wellstream",
                          "primaryMetric": {"score": 812.5},
                          "secondaryMetrics": {"gc.alloc.rate": {"score": 1}, "gc.alloc.rate.norm": {"score": 524288},
                                               "cpu.time.norm": {"score": 1250000}}}]
                        """).getAsJsonArray());

        assertThat(scores).containsExactly(Map.entry("wellstream", new JmhRun.Score(800, 524_288)));
    }

    @Test
    void aProjectThatIsNotBuiltIsNamed() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> JmhRun.ofTheProject(Path.of("/nowhere"), Path.of("images"), 1))
                .withMessageContaining("/nowhere/benchmarks/target/benchmarks.jar is missing");
    }

    @Test
    void aProgramThatFailsIsAnErrorWithWhatItSaid() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> ChildProcess.run(List.of(java, "--no-such-option"), Map.of()))
                .withMessageContaining("no-such-option");
    }
}
