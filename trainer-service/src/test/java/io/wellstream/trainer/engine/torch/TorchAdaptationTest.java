package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.testing.AdaptationContract;
import io.wellstream.trainer.engine.testing.TinyTraining;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TorchAdaptationTest extends AdaptationContract {
    TorchAdaptationTest(@TempDir Path folder) {
        super(TinyTraining.engine(EngineName.TORCH), folder);
    }
}
