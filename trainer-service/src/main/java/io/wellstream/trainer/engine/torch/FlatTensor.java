package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.network.Weight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One tensor [number] for several weights, and views of its parts, by the names of the weights. */
final class FlatTensor {
    private final Tensor all;
    private final Map<String, Tensor> views = new LinkedHashMap<>();

    /** Zeros, which live as long as what is kept. */
    FlatTensor(List<Weight> parts, Device device, Kept kept) {
        long length = parts.stream().mapToLong(Weight::length).sum();
        all = kept.keep(torch.zeros(length).to(device, torch.ScalarType.Float));
        long begin = 0;
        for (Weight part : parts) {
            long[] shape = part.shape().stream().mapToLong(Long::longValue).toArray();
            views.put(part.name(), kept.keep(all.narrow(0, begin, part.length()).view(shape)));
            begin += part.length();
        }
    }

    Tensor all() {
        return all;
    }

    Tensor view(String name) {
        Tensor view = views.get(name);
        if (view == null) {
            throw new IllegalArgumentException("no weights `" + name + "`");
        }
        return view;
    }

    /** A copy of a part, in row-major order. */
    float[] read(String name) {
        return read(view(name));
    }

    static float[] read(Tensor tensor) {
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            Tensor here = tensor.detach().cpu().contiguous();
            float[] numbers = new float[Math.toIntExact(here.numel())];
            here.data_ptr_float().get(numbers);
            return numbers;
        }
    }

    void write(String name, float[] numbers) {
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            Tensor part = view(name);
            Tensor unused = part.copy_(Tensor.create(numbers, numbers.length).view_as(part));
        }
    }
}
