package io.wellstream.local.cli.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.imaging.screen.WellId;
import io.wellstream.local.cli.terminal.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
    private final Path folder;

    ResultFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void resultsAreReadAsTheyWereWritten() throws Exception {
        Results results = new Results(
                List.of(new Prediction(
                        "without its \"x\", y", 2, WellId.of("HUVEC-07", 3, "B04"), "sirna_1", "sirna_2")),
                List.of(
                        new TrainedRun(
                                "a", "HUVEC", 2, new TrainedRun.Work(12.5, 0.5, 960), OptionalDouble.of(0.25), "ab12"),
                        new TrainedRun(
                                "b", "HEPG2", 1, new TrainedRun.Work(3.0, 0.0, 480), OptionalDouble.empty(), "")));

        ResultFiles.in(folder).write(results);

        assertThat(ResultFiles.in(folder).read()).isEqualTo(results);
    }

    @Test
    void anotherTableIsRefused() throws Exception {
        Files.writeString(folder.resolve("predictions.csv"), "well,label\nB02,1\n");
        Files.writeString(folder.resolve("runs.csv"), "");

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> ResultFiles.in(folder).read())
                .withMessageContaining("predictions.csv")
                .withMessageContaining("the first line must be");
    }
}
