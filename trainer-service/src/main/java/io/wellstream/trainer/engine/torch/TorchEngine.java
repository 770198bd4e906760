package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.CLibraryHeap;
import io.wellstream.trainer.engine.CodeDigest;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.MemoryPart;
import io.wellstream.trainer.engine.NativeSettings;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.engine.Precision;
import io.wellstream.trainer.engine.Processor;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.UnusableDeviceException;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.network.NetworkSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Device;

/** Trains with libtorch. All engines of one process share the library, which is loaded once. */
public final class TorchEngine implements Engine {
    private final TorchDevice device;

    private TorchEngine(TorchDevice device) {
        this.device = device;
    }

    /** Whether this build contains the library for this platform; does not load it. */
    public static boolean isAvailable() {
        return TorchLibrary.isAvailable();
    }

    /**
     * Loads the library. Takes about a second; the first time it also unpacks a third of a gigabyte of native code.
     *
     * @throws UnusableDeviceException if the library is missing or cannot be loaded, or if a card was asked for and is not there
     */
    public static TorchEngine start(NativeSettings settings, TorchSettings torch) {
        settings.apply();
        TorchLibrary library = TorchLibrary.load(torch);
        return new TorchEngine(library.device());
    }

    /** The most multiply-adds per second that the devices do in this precision: of the first, in a product of two large matrices, for each. */
    public double peakMultiplyAdds() {
        return device.devices().size() * new PeakProduct(device).multiplyAddsPerSecond();
    }

    @Override
    public EngineName name() {
        return EngineName.TORCH;
    }

    @Override
    public Optional<Engine> in(Precision precision) {
        return Optional.of(computingIn(precision));
    }

    /** This engine, computing in a precision. */
    public TorchEngine computingIn(Precision precision) {
        return new TorchEngine(device.in(precision));
    }

    /** This engine, sharing each batch among devices. */
    TorchEngine sharing(List<Device> devices) {
        return new TorchEngine(new TorchDevice(device.library(), devices, device.precision()));
    }

    @Override
    public String describe() {
        return device.library().describe() + ", " + device.precision() + ", "
                + device.library().deviceName();
    }

    @Override
    public String environment() {
        return Processor.family() + "; " + describe() + "; Java " + Runtime.version() + "; code "
                + CodeDigest.of(TorchEngine.class);
    }

    @Override
    public List<MemoryPart> memory(NetworkSpec spec, TrainingSettings settings, int batchSize, int evaluated) {
        return new TorchMemory(spec, settings, batchSize, evaluated, device).parts();
    }

    @Override
    public Network create(NetworkSpec spec, TrainingSettings settings, long seed) {
        CLibraryHeap.keepFreedArrays();
        return TorchNetwork.create(new NetworkDefinition(spec, settings, seed), device);
    }

    @Override
    public boolean reads(Path checkpoint) {
        return SavedNetwork.isOne(checkpoint);
    }

    @Override
    public Network restore(Path checkpoint, long step) {
        CLibraryHeap.keepFreedArrays();
        try (SavedNetwork saved = SavedNetwork.open(checkpoint, step)) {
            return TorchNetwork.restore(saved, device);
        }
    }
}
