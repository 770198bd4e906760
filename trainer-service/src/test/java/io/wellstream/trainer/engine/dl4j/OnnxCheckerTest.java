package io.wellstream.trainer.engine.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.network.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every network's ONNX form satisfies the format's own checker, shapes inferred through the whole graph. */
class OnnxCheckerTest {
    private static final String PYTHON =
            Optional.ofNullable(System.getenv("WELLSTREAM_PYTHON")).orElse("python3");
    private static final String HOW_TO_GET_IT = "skipped: no `" + PYTHON + "` with the package onnx here; get it with"
            + " `python3 -m venv venv && venv/bin/pip install onnx`, and name it: WELLSTREAM_PYTHON=$PWD/venv/bin/python3";
    private static final long LIMIT_SECONDS = 120;

    /** Prints a line for each file; fails at the first that the checker refuses. */
    private static final String CHECK = """
            import sys, onnx
            for path in sys.argv[1:]:
                model = onnx.load(path)
                onnx.checker.check_model(model, full_check=True)
                print([i.name for i in model.graph.input], [o.name for o in model.graph.output])
            """;

    @Test
    void theFormatsOwnCheckerAcceptsEveryNetwork(@TempDir Path folder) throws Exception {
        assumeTrue(python("import onnx").exit() == 0, HOW_TO_GET_IT);
        List<NetworkSpec> networks = TinyTraining.everyKindOfNetwork();
        String[] files = new String[networks.size()];
        for (int i = 0; i < files.length; i++) {
            try (Network network = TinyTraining.engine().create(networks.get(i), TinyTraining.ADAM, 7)) {
                Path file = Files.write(folder.resolve(i + ".onnx"), network.toOnnx());
                files[i] = file.toString();
            }
        }

        Ended checked = python(CHECK, files);

        assertThat(checked.exit()).as(checked.said()).isZero();
        assertThat(checked.said().lines()).hasSize(files.length).allMatch("['pixels'] ['logits', 'embedding']"::equals);
    }

    private record Ended(int exit, String said) {}

    /** Runs a program; one that is not there has ended badly. */
    private static Ended python(String program, String... arguments) throws InterruptedException {
        try {
            ProcessBuilder builder = new ProcessBuilder(PYTHON, "-c", program).redirectErrorStream(true);
            builder.command().addAll(List.of(arguments));
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), said);
        } catch (IOException e) {
            return new Ended(-1, String.valueOf(e.getMessage()));
        }
    }
}
