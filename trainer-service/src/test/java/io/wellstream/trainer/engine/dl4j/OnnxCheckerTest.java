package io.wellstream.trainer.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.testing.Python;
import io.wellstream.trainer.engine.testing.Saved;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.network.NetworkSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the ONNX export of every network with the checker of the onnx package, including shape inference. */
class OnnxCheckerTest {
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
        Python.assumeHas("onnx");
        List<NetworkSpec> networks = TinyTraining.everyKindOfNetwork();
        String[] files = new String[networks.size()];
        for (int i = 0; i < files.length; i++) {
            try (Network network = TinyTraining.engine(EngineName.DL4J).create(networks.get(i), TinyTraining.ADAM, 7)) {
                Path file = Files.write(folder.resolve(i + ".onnx"), Saved.bytes(network::toOnnx));
                files[i] = file.toString();
            }
        }

        Python.Result checked = Python.run(CHECK, files);

        assertThat(checked.exit()).as(checked.output()).isZero();
        assertThat(checked.output().lines())
                .hasSize(files.length)
                .allMatch("['pixels'] ['logits', 'embedding']"::equals);
    }
}
