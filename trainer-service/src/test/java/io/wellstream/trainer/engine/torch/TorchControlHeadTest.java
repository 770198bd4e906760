package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.testing.ControlHeadContract;
import io.wellstream.trainer.engine.testing.TinyTraining;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TorchControlHeadTest extends ControlHeadContract {
    TorchControlHeadTest(@TempDir Path folder) {
        super(TinyTraining.engine(EngineName.TORCH), folder);
    }
}
