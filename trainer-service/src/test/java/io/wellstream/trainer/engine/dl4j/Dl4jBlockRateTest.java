package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.testing.BlockRateContract;
import io.wellstream.trainer.engine.testing.TinyTraining;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class Dl4jBlockRateTest extends BlockRateContract {
    Dl4jBlockRateTest(@TempDir Path folder) {
        super(TinyTraining.engine(EngineName.DL4J), folder);
    }
}
