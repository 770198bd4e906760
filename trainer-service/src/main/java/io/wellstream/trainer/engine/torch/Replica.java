package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.MixedLabels;
import io.wellstream.trainer.network.Node;
import java.util.Collection;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A network on one device. A card may still be computing when a method returns; reading a result waits for it. */
final class Replica implements AutoCloseable {
    private final TorchDevice computing;
    private final TrainedWeights weights;
    private final ForwardPass forward;
    private final TorchInput input;
    private final TorchLoss loss;
    private final RunningVariance variance;

    /**
     * A forward pass in training, whose backward pass is still to come.
     *
     * @param logits of the share, [sample, class]
     * @param statistics of batch norms before the pass
     */
    record Pass(Share share, Tensor logits, Tensor statistics) {}

    /** @param kept for what lives as long as the network */
    Replica(NetworkDefinition definition, TorchDevice computing, Device device, TrainedWeights weights, Kept kept) {
        boolean channelsLast = computing.precision().isHalf();
        this.computing = computing;
        this.weights = weights;
        this.forward = new ForwardPass(definition.spec(), weights.now(), channelsLast, kept);
        this.input = new TorchInput(definition.spec(), device, channelsLast);
        this.loss = new TorchLoss(definition.spec(), definition.settings().labelSmoothing());
        this.variance = new RunningVariance(definition.spec(), device);
    }

    Pass forward(Tensor greys, MixedBatch mixed, Share share) {
        Tensor before = weights.now().statistics().all().clone();
        Tensor logits = computing.computing(() -> forward.logits(input.pixels(greys, mixed, share), true));
        return new Pass(share, logits, before);
    }

    /**
     * Adds the gradient of the share's part of the loss.
     *
     * @param labels of the whole batch
     * @param scaled what is done to the loss first
     */
    void backward(Pass pass, MixedLabels labels, UnaryOperator<Tensor> scaled) {
        Share share = pass.share();
        Tensor own = loss.of(pass.logits(), share.isWhole() ? labels : labels.range(share.begin(), share.end()));
        Tensor part = share.isWhole() ? own : own.mul(new Scalar(share.part()));
        scaled.apply(part).backward();
    }

    /** Completes the batch norms' statistics of a pass. Runs in a scope without gradients. */
    void correctStatistics(Pass pass) {
        variance.correct(
                weights.now().statistics().all(),
                pass.statistics(),
                pass.share().samples());
    }

    /** Moves the gradients and a part of the statistics to another replica. Runs in a scope without gradients. */
    void moveTo(Replica first, Pass pass) {
        Tensor gradients = weights.gradients().all();
        Tensor sum = first.weights.gradients().all();
        Tensor unusedSum = sum.add_(gradients.to(sum.device(), torch.ScalarType.Float));
        Tensor unusedZeros = gradients.zero_();
        Tensor statistics = first.weights.now().statistics().all();
        Tensor ours = weights.now().statistics().all().to(statistics.device(), torch.ScalarType.Float);
        Tensor unusedMean = statistics.add_(ours, new Scalar(pass.share().part()));
    }

    /** From now on, training leaves the weights of these nodes as they are. */
    FrozenTensors freeze(Collection<Node> nodes, Kept kept) {
        FrozenTensors frozen = new FrozenTensors(nodes, weights.now(), kept);
        forward.freeze(frozen);
        return frozen;
    }

    @Override
    public void close() {
        variance.close();
    }
}
