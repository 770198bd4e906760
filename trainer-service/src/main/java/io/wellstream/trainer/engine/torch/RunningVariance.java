package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Shape;
import io.wellstream.trainer.network.Weight;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Makes batch norms average the variance of the values in a batch, as a {@link NetworkSpec} means it. libtorch averages an estimate
 * of the variance of all values that could have been, which is n / (n - 1) times as large.
 */
final class RunningVariance implements AutoCloseable {
    private final NetworkSpec spec;
    private final Device device;
    private Kept kept = new Kept();
    private long samples;
    private @org.jspecify.annotations.Nullable Tensor ofNew;
    private @org.jspecify.annotations.Nullable Tensor ofOld;

    RunningVariance(NetworkSpec spec, Device device) {
        this.spec = spec;
        this.device = device;
    }

    /**
     * Corrects the running statistics after a step.
     *
     * @param before a copy of the statistics before the step
     */
    void correct(Tensor statistics, Tensor before, long batch) {
        if (batch != samples) {
            prepare(batch);
        }
        Tensor factors = Objects.requireNonNull(ofNew);
        Tensor unused = statistics.mul_(factors).addcmul_(before, Objects.requireNonNull(ofOld));
    }

    private void prepare(long batch) {
        kept.close();
        kept = new Kept();
        samples = batch;
        List<Weight> measured =
                Weight.of(spec).stream().filter(weight -> !weight.trained()).toList();
        int length = measured.stream().mapToInt(Weight::length).sum();
        float[] newFactors = new float[length];
        float[] oldFactors = new float[length];
        int at = 0;
        for (Weight weight : measured) {
            boolean variance = weight.part().equals("variance");
            double values = batch * (double) area(weight);
            double decay = weight.node().op() instanceof Op.BatchNorm norm ? norm.decay() : 1;
            for (int i = 0; i < weight.length(); i++, at++) {
                newFactors[at] = variance ? (float) ((values - 1) / values) : 1;
                oldFactors[at] = variance ? (float) (decay / values) : 0;
            }
        }
        try (PointerScope _ = new PointerScope()) {
            ofNew = kept.keep(Tensor.create(newFactors, length).to(device, torch.ScalarType.Float));
            ofOld = kept.keep(Tensor.create(oldFactors, length).to(device, torch.ScalarType.Float));
        }
    }

    private long area(Weight weight) {
        Shape shape =
                Objects.requireNonNull(spec.shapes().get(weight.node().inputs().getFirst()));
        return shape.isVector() ? 1 : (long) shape.side() * shape.side();
    }

    @Override
    public void close() {
        kept.close();
    }
}
