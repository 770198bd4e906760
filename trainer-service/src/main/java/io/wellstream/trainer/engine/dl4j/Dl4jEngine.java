package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.NetworkSpec;

/** Trains with Deeplearning4j, on oneDNN or cuDNN kernels. One per process, because its native code is. */
public final class Dl4jEngine implements Engine {
    private final Kernels kernels;

    private Dl4jEngine(Kernels kernels) {
        this.kernels = kernels;
    }

    /**
     * Loads the native code and finds out which kernels work. Takes about a second, once half a gigabyte of native code
     * has been unpacked.
     *
     * @throws UnusableDeviceException if this build is for GPUs and the machine's cannot run it
     */
    public static Dl4jEngine start(NativeSettings settings) {
        settings.apply();
        if (CudaCard.neededByThisBuild()) {
            CudaCard.require();
        }
        return new Dl4jEngine(Kernels.inUse());
    }

    @Override
    public String describe() {
        return kernels.describe();
    }

    @Override
    public String environment() {
        return kernels.environment();
    }

    @Override
    public Network create(NetworkSpec spec, TrainingSettings settings, long seed) {
        return Dl4jNetwork.create(new Blueprint(spec, settings, seed));
    }

    @Override
    public Network restore(byte[] checkpoint, long step) {
        return Dl4jNetwork.restore(Checkpoint.read(checkpoint, step));
    }
}
