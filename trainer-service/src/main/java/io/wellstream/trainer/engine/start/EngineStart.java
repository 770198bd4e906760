package io.wellstream.trainer.engine.start;

import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Engines;
import io.wellstream.trainer.engine.NativeSettings;
import io.wellstream.trainer.engine.dl4j.Dl4jEngine;
import io.wellstream.trainer.engine.torch.TorchEngine;
import io.wellstream.trainer.engine.torch.TorchSettings;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads the native code of engines, which takes seconds; each is loaded once per process.
 *
 * @param memory of all engines
 * @param torch of engine torch
 */
public record EngineStart(NativeSettings memory, TorchSettings torch) {
    /** All engines that this platform has. */
    public Engines all() {
        return these(Stream.of(EngineName.values())
                .filter(name -> name != EngineName.TORCH || TorchEngine.isAvailable())
                .toList());
    }

    /** These engines; one that this platform does not have, or that does not load, is an error. */
    public Engines these(List<EngineName> names) {
        return new Engines(names.stream().map(this::one).toList());
    }

    public Engine one(EngineName name) {
        return memory.startAlone(() -> switch (name) {
            case DL4J -> Dl4jEngine.start(memory);
            case TORCH -> TorchEngine.start(memory, torch);
        });
    }
}
