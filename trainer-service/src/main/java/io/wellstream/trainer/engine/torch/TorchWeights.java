package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedTensor;
import io.wellstream.trainer.network.NamedWeights;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The weights of a network and the optimizer's state. All trained weights are views of one flat tensor, their gradients of another,
 * and so on, so that the optimizer changes all of them in a few operations.
 */
final class TorchWeights implements NamedWeights, AutoCloseable {
    private final Kept kept;
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final Flat trained;
    private final Flat gradients;
    private final Flat firstMoments;
    private final Flat secondMoments;
    private final Flat statistics;

    TorchWeights(NetworkSpec spec, Device device) {
        Weight.of(spec).forEach(weight -> weights.put(weight.name(), weight));
        List<Weight> learned = weights.values().stream().filter(Weight::trained).toList();
        List<Weight> measured =
                weights.values().stream().filter(weight -> !weight.trained()).toList();
        this.kept = new Kept();
        try (PointerScope _ = new PointerScope()) {
            this.trained = new Flat(learned, device, kept);
            this.gradients = new Flat(learned, device, kept);
            this.firstMoments = new Flat(learned, device, kept);
            this.secondMoments = new Flat(learned, device, kept);
            this.statistics = new Flat(measured, device, kept);
            learned.forEach(weight -> {
                Tensor value = trained.view(weight.name());
                value.set_requires_grad(true);
                value.mutable_grad().put(gradients.view(weight.name()));
            });
        }
    }

    /** One tensor [number] and views of its parts, by the names of weights. */
    static final class Flat {
        private final Tensor all;
        private final Map<String, Tensor> views = new LinkedHashMap<>();

        private Flat(List<Weight> parts, Device device, Kept kept) {
            long length = parts.stream().mapToLong(Weight::length).sum();
            all = kept.keep(torch.zeros(length).to(device, torch.ScalarType.Float));
            long begin = 0;
            for (Weight part : parts) {
                long[] shape = part.shape().stream().mapToLong(Long::longValue).toArray();
                views.put(
                        part.name(),
                        kept.keep(all.narrow(0, begin, part.length()).view(shape)));
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
    }

    Flat trained() {
        return trained;
    }

    Flat gradients() {
        return gradients;
    }

    Flat firstMoments() {
        return firstMoments;
    }

    Flat secondMoments() {
        return secondMoments;
    }

    /** The running means and variances of batch norms. */
    Flat statistics() {
        return statistics;
    }

    void begin(InitialWeights initial) {
        fill(initial::of);
    }

    void restore(SavedNetwork saved) {
        fill(weight -> saved.numbers(weight.name(), weight.shape()));
        for (Weight weight : weights.values()) {
            if (weight.trained()) {
                String name = weight.name();
                write(firstMoments.view(name), saved.numbers(SavedTensor.firstMoment(name), weight.shape()));
                write(secondMoments.view(name), saved.numbers(SavedTensor.secondMoment(name), weight.shape()));
            }
        }
    }

    private void fill(Function<Weight, float[]> numbers) {
        for (Weight weight : weights.values()) {
            write((weight.trained() ? trained : statistics).view(weight.name()), numbers.apply(weight));
        }
    }

    List<SavedTensor> tensors() {
        List<SavedTensor> tensors = new ArrayList<>();
        for (Weight weight : weights.values()) {
            String name = weight.name();
            tensors.add(new SavedTensor(name, weight.shape(), () -> get(weight.node(), weight.part())));
            if (weight.trained()) {
                tensors.add(new SavedTensor(
                        SavedTensor.firstMoment(name), weight.shape(), () -> read(firstMoments.view(name))));
                tensors.add(new SavedTensor(
                        SavedTensor.secondMoment(name), weight.shape(), () -> read(secondMoments.view(name))));
            }
        }
        return tensors;
    }

    @Override
    public float[] get(Node node, String part) {
        String name = node.name() + "/" + part;
        Weight weight = weights.get(name);
        boolean measured = weight != null && !weight.trained();
        return read((measured ? statistics : trained).view(name));
    }

    /** The names of all weights, in the order of the nodes. */
    List<Weight> inOrder() {
        return List.copyOf(weights.values());
    }

    /** A copy, in row-major order. */
    static float[] read(Tensor tensor) {
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            Tensor here = tensor.detach().cpu().contiguous();
            float[] numbers = new float[Math.toIntExact(here.numel())];
            here.data_ptr_float().get(numbers);
            return numbers;
        }
    }

    private static void write(Tensor tensor, float[] numbers) {
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            Tensor unused = tensor.copy_(Tensor.create(numbers, numbers.length).view_as(tensor));
        }
    }

    @Override
    public void close() {
        kept.close();
    }
}
