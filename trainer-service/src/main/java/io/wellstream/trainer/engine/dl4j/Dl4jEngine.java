package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.CLibraryHeap;
import io.wellstream.trainer.engine.CodeDigest;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.MemoryPart;
import io.wellstream.trainer.engine.NativeSettings;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.engine.Processor;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.UnusableDeviceException;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.network.NetworkSpec;
import java.nio.file.Path;
import java.util.List;

/** Trains with Deeplearning4j on oneDNN or cuDNN kernels. One per process, because its native library is loaded once. */
public final class Dl4jEngine implements Engine {
    private final NativeKernels kernels;
    private final String environment;

    private Dl4jEngine(NativeKernels kernels, String device) {
        this.kernels = kernels;
        this.environment = Processor.family() + "; " + kernels.describe() + device + "; Java " + Runtime.version()
                + "; code " + CodeDigest.of(Dl4jEngine.class);
    }

    /**
     * Loads the native code and finds out which kernels are in use. Takes about a second; the first time it also unpacks half
     * a gigabyte of native code.
     *
     * @throws UnusableDeviceException if this build needs a GPU and the machine has none that it can run on
     */
    public static Dl4jEngine start(NativeSettings settings) {
        settings.apply();
        // Off by default in 1.0.0-M2.1; without it convolutions fall back to plain loops, four times slower.
        System.setProperty("org.eclipse.deeplearning4j.helpers.disable", "false");
        System.setProperty("org.nd4j.log.initialization", "false");
        String device = CudaCard.isRequired() ? "; " + CudaCard.checkedFirst().describe() : "";
        return new Dl4jEngine(NativeKernels.inUse(), device);
    }

    @Override
    public EngineName name() {
        return EngineName.DL4J;
    }

    @Override
    public String describe() {
        return kernels.describe();
    }

    @Override
    public String environment() {
        return environment;
    }

    @Override
    public List<MemoryPart> memory(NetworkSpec spec, TrainingSettings settings, int batchSize, int evaluated) {
        return new NativeMemory(spec, settings, batchSize, evaluated).parts();
    }

    @Override
    public Network create(NetworkSpec spec, TrainingSettings settings, long seed) {
        CLibraryHeap.returnFreedArrays();
        return Dl4jNetwork.create(new NetworkDefinition(spec, settings, seed));
    }

    @Override
    public boolean reads(Path checkpoint) {
        return SavedNetwork.isOne(checkpoint) || ModelZip.isOne(checkpoint);
    }

    /** Also restores the model zips that earlier versions saved. */
    @Override
    public Network restore(Path checkpoint, long step) {
        CLibraryHeap.returnFreedArrays();
        if (SavedNetwork.isOne(checkpoint)) {
            try (SavedNetwork saved = SavedNetwork.open(checkpoint, step)) {
                return Dl4jNetwork.restore(saved);
            }
        }
        try (ModelZip zip = ModelZip.open(checkpoint, step)) {
            return Dl4jNetwork.restore(zip);
        }
    }
}
