package io.wellstream.local.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tools of image-based profiling read the files as they are. Skipped unless {@code WELLSTREAM_TEST_PYTHON} names a Python with pandas,
 * pyarrow, duckdb, pycytominer and copairs.
 */
class PythonTest {
    private final Path folder;

    PythonTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void pandasDuckDbPycytominerAndCopairsReadWhatIsWritten() throws Exception {
        String python = System.getenv("WELLSTREAM_TEST_PYTHON");
        Assumptions.assumeTrue(
                python != null && new File(python).canExecute(), "skipped: WELLSTREAM_TEST_PYTHON names no Python");
        ProfileTable table = Profiles.table();
        Path parquet = folder.resolve("p.parquet");
        Path csv = folder.resolve("p.csv");
        Files.write(parquet, ProfileFormat.PARQUET.write(table));
        Files.write(csv, ProfileFormat.CSV.write(table));

        List<String> lines = run(Objects.requireNonNull(python), parquet, csv);

        assertThat(lines.getFirst()).isEqualTo("24 rows, 6 features");
        List<PermutationTest.Group> groups = new RetrievalQuestion(
                        Retrieval.Pairs.REPLICATES, RetrievalQuestion.Controls.NEGATIVES)
                .answer(table, new PermutationTest(100, 0));
        for (int i = 0; i < groups.size(); i++) {
            String[] copairs = lines.get(1 + i).split(" ", -1);
            assertThat(copairs[0]).isEqualTo(groups.get(i).name());
            assertThat(groups.get(i).mean()).isCloseTo(Double.parseDouble(copairs[1]), within(1e-6));
        }
        ProfileTable aligned =
                new Alignment(Alignment.Reference.NEGATIVE_CONTROLS, Alignment.Group.PLATE, false).apply(table);
        String[] pycytominer = lines.getLast().split(" ", -1);
        for (int i = 0; i < pycytominer.length; i++) {
            assertThat((double) aligned.rows().getFirst().features()[i])
                    .isCloseTo(Double.parseDouble(pycytominer[i]), within(1e-4));
        }
    }

    private List<String> run(String python, Path parquet, Path csv) throws IOException, InterruptedException {
        Path script = Path.of(
                Objects.requireNonNull(getClass().getResource("/profiles.py")).getPath());
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(python, script.toString(), parquet.toString(), csv.toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(out);
    }
}
