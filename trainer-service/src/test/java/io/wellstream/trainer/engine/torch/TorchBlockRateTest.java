package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.testing.BlockRateContract;
import io.wellstream.trainer.engine.testing.TinyTraining;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TorchBlockRateTest extends BlockRateContract {
    TorchBlockRateTest(@TempDir Path folder) {
        super(TinyTraining.engine(EngineName.TORCH), folder);
    }
}
