package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.testing.OptimizerContract;
import io.wellstream.trainer.engine.testing.TinyTraining;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class Dl4jOptimizerTest extends OptimizerContract {
    Dl4jOptimizerTest(@TempDir Path folder) {
        super(TinyTraining.engine(EngineName.DL4J), folder);
    }
}
