package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.testing.ControlHeadContract;
import io.wellstream.trainer.engine.testing.TinyTraining;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class Dl4jControlHeadTest extends ControlHeadContract {
    Dl4jControlHeadTest(@TempDir Path folder) {
        super(TinyTraining.engine(EngineName.DL4J), folder);
    }
}
