package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.NormStatistics;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Normalises a batch by its own statistics, without moving the running ones, and keeps what was measured. For one pass. */
final class BatchMoments implements ForwardPass.Norms {
    private final ForwardPass pass;
    private final Map<String, NormStatistics.Moments> measured = new HashMap<>();

    BatchMoments(ForwardPass pass) {
        this.pass = pass;
    }

    @Override
    public Tensor apply(Node node, Op.BatchNorm norm, Tensor x) {
        NormStatistics.Moments of = moments(x);
        measured.put(node.name(), of);
        return pass.normalised(node, norm, x, tensor(of.mean(), x), tensor(of.variance(), x));
    }

    /** Subtracts the mean before it squares, so that the variance loses no precision. What it computes with is as large as the batch, and freed. */
    private static NormStatistics.Moments moments(Tensor x) {
        try (PointerScope _ = new PointerScope()) {
            Tensor values = x.to(torch.ScalarType.Float);
            boolean vector = x.dim() == 2;
            Tensor mean = vector ? values.mean(0) : values.mean(0, 2, 3);
            Tensor centred = values.sub(vector ? mean.view(1, -1) : mean.view(1, -1, 1, 1));
            Tensor squares = centred.mul(centred);
            Tensor variance = vector ? squares.mean(0) : squares.mean(0, 2, 3);
            return new NormStatistics.Moments(FlatTensor.read(mean), FlatTensor.read(variance));
        }
    }

    private static Tensor tensor(float[] numbers, Tensor beside) {
        return Tensor.create(numbers, numbers.length).to(beside.device(), torch.ScalarType.Float);
    }

    NormStatistics statistics() {
        return new NormStatistics(measured);
    }
}
