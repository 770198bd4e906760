package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.Precision;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Where and in which precision a network is computed.
 *
 * @param devices the processor, or cards; the first one has the optimizer
 */
record TorchDevice(TorchLibrary library, List<Device> devices, Precision precision) {
    TorchDevice {
        devices = List.copyOf(devices);
    }

    TorchDevice in(Precision other) {
        return new TorchDevice(library, devices, other);
    }

    Device device() {
        return devices.getFirst();
    }

    /** All devices but the first. */
    List<Device> others() {
        return devices.subList(1, devices.size());
    }

    /** Runs a forward pass; the result is of float32. */
    Tensor computing(Supplier<Tensor> forward) {
        return switch (precision) {
            case FLOAT32 -> forward.get();
            case BF16 -> computing(torch.ScalarType.BFloat16, forward);
            case FP16 -> computing(torch.ScalarType.Half, forward);
        };
    }

    private Tensor computing(torch.ScalarType half, Supplier<Tensor> forward) {
        torch.DeviceType type = device().type();
        torch.set_autocast_dtype(type, half);
        torch.set_autocast_enabled(type, true);
        try {
            return forward.get().to(torch.ScalarType.Float);
        } finally {
            torch.set_autocast_enabled(type, false);
            torch.clear_cache(); // of weights converted to two bytes, which the step will change
        }
    }
}
