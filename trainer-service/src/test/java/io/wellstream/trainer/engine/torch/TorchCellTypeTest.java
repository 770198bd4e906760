package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.testing.CellTypeContract;
import io.wellstream.trainer.engine.testing.TinyTraining;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TorchCellTypeTest extends CellTypeContract {
    TorchCellTypeTest(@TempDir Path folder) {
        super(TinyTraining.engine(EngineName.TORCH), folder);
    }
}
