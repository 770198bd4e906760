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

/** Checks the ONNX export of every network with the checker of the onnx package, including shape inference. */
class OnnxCheckerTest {
    private static final String PYTHON =
            Optional.ofNullable(System.getenv("WELLSTREAM_PYTHON")).orElse("python3");
    private static final String HOW_TO_GET_IT =
            "skipped: `" + PYTHON + "` does not have the package onnx; install it with"
                    + " `python3 -m venv venv && venv/bin/pip install onnx` and set WELLSTREAM_PYTHON=$PWD/venv/bin/python3";
    private static final long LIMIT_SECONDS = 120;

    /** Prints a line for each file; fails at the first invalid one. */
    private static final String CHECK = """
            import sys, onnx
            for path in sys.argv[1:]:
                model = onnx.load(path)
                onnx.checker.check_model(model, full_check=True)
                print([i.name for i in model.graph.input], [o.name for o in model.graph.output])
            """;

    @Test
    void theOnnxCheckerAcceptsEveryNetwork(@TempDir Path folder) throws Exception {
        assumeTrue(python("import onnx").exit() == 0, HOW_TO_GET_IT);
        List<NetworkSpec> networks = TinyTraining.everyKindOfNetwork();
        String[] files = new String[networks.size()];
        for (int i = 0; i < files.length; i++) {
            try (Network network = TinyTraining.engine().create(networks.get(i), TinyTraining.ADAM, 7)) {
                Path file = Files.write(folder.resolve(i + ".onnx"), Saved.bytes(network::toOnnx));
                files[i] = file.toString();
            }
        }

        Result checked = python(CHECK, files);

        assertThat(checked.exit()).as(checked.output()).isZero();
        assertThat(checked.output().lines())
                .hasSize(files.length)
                .allMatch("['pixels'] ['logits', 'embedding']"::equals);
    }

    private record Result(int exit, String output) {}

    /** Runs a Python program; returns exit status -1 if Python cannot be started. */
    private static Result python(String program, String... arguments) throws InterruptedException {
        try {
            ProcessBuilder builder = new ProcessBuilder(PYTHON, "-c", program).redirectErrorStream(true);
            builder.command().addAll(List.of(arguments));
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        }
    }
}
