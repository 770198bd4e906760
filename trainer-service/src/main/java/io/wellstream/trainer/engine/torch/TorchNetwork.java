package io.wellstream.trainer.engine.torch;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.random.SplitMix64;
import io.wellstream.trainer.engine.CLibraryHeap;
import io.wellstream.trainer.engine.DivergedException;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.engine.Precision;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedState;
import io.wellstream.trainer.engine.saved.SavedTensor;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.MixedLabels;
import io.wellstream.trainer.mixing.Mixing;
import io.wellstream.trainer.network.Blocks;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Weight;
import io.wellstream.trainer.onnx.OnnxExporter;
import io.wellstream.wire.Floats;
import io.wellstream.wire.keys.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network that libtorch trains, on one or more devices. Each step frees the tensors that it made; weights and optimizer state live
 * until the network is closed. Before each step, all hidden state is set from the step number.
 */
final class TorchNetwork implements Network {
    private static final Logger LOG = LoggerFactory.getLogger(TorchNetwork.class);

    private final NetworkDefinition definition;
    private final TorchDevice device;
    private final Kept kept = new Kept();
    private final TorchWeights weights;
    private final Replicas replicas;
    private final ForwardPass inference;
    private final TorchInput input;
    private final TorchOptimizer optimizer;
    private final Optional<LossScale> scale;
    private Optional<FrozenTensors> frozen = Optional.empty();
    private long steps;
    private double rate;

    private TorchNetwork(NetworkDefinition definition, TorchDevice device) {
        this.definition = definition;
        this.device = device;
        boolean channelsLast = device.precision().isHalf();
        NetworkSpec spec = definition.spec();
        try (PointerScope _ = new PointerScope()) {
            this.weights = new TorchWeights(spec, definition.settings(), device.device());
            this.replicas = new Replicas(definition, device, weights, kept);
            this.inference = new ForwardPass(spec, weights.published(), channelsLast, kept);
        }
        this.input = new TorchInput(spec, device.device(), channelsLast);
        this.optimizer = new TorchOptimizer(definition.settings(), weights);
        this.scale = device.precision() == Precision.FP16 ? Optional.of(new LossScale()) : Optional.empty();
    }

    static TorchNetwork create(NetworkDefinition definition, TorchDevice device) {
        TorchNetwork network = new TorchNetwork(definition, device);
        network.weights.begin(new InitialWeights(definition.seed()));
        network.replicas.copyFirst();
        return network;
    }

    static TorchNetwork restore(SavedNetwork saved, TorchDevice device) {
        TorchNetwork network = new TorchNetwork(saved.state().definition(), device);
        try {
            network.weights.restore(saved, saved.state().steps());
            network.scale.ifPresent(
                    scale -> scale.restore(saved, network.weights.gradients().all()));
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
        network.replicas.copyFirst();
        network.steps = saved.state().steps();
        network.rate = saved.state().learningRate();
        return network;
    }

    @Override
    public NetworkSpec spec() {
        return definition.spec();
    }

    @Override
    public StepResult step(Batch batch, Mixing mixing, double learningRate, long step) {
        rate = learningRate;
        try (PointerScope _ = new PointerScope()) {
            MixedBatch mixed = MixedBatch.of(batch, mixing);
            MixedLabels labels = mixed.labels();
            labels.check(spec().classes());
            if (step % definition.settings().accumulate() == 0) {
                Tensor unusedZeros = weights.gradients().all().zero_();
            }
            List<Replica.Pass> passes = replicas.forward(mixed, dropoutSeed(step));
            float[][] logits = passes.stream()
                    .flatMap(pass -> Arrays.stream(rows(pass.logits())))
                    .toArray(float[][]::new);
            StepResult result =
                    StepResult.of(logits, labels, definition.settings().labelSmoothing());
            if (!Double.isFinite(result.loss())) {
                throw new DivergedException(step, result.loss(), learningRate);
            }
            replicas.backward(
                    passes, labels, loss -> scale.map(factor -> factor.of(loss)).orElse(loss));
            try (NoGradGuard _ = new NoGradGuard()) {
                frozen.ifPresent(FrozenTensors::putBack);
                update(learningRate, step);
            }
            replicas.copyFirst();
            steps = step + 1;
            return result;
        }
    }

    private void update(double learningRate, long step) {
        TrainingSettings settings = definition.settings();
        if (settings.updatesAt(step)) {
            long update = settings.updatesIn(step + 1);
            Tensor gradients = weights.gradients().all();
            if (scale.isPresent() && !scale.get().undo(gradients)) {
                LOG.info(
                        "step={}: a gradient is not finite in fp16; the loss scale is now {}",
                        step,
                        scale.get().factor());
                if (scale.get().factor() == 1) {
                    throw new DivergedException(step, Double.NaN, learningRate);
                }
                return;
            }
            optimizer.step(learningRate, (double) update);
            frozen.ifPresent(FrozenTensors::putBack);
            weights.average().ifPresent(kept -> kept.average(weights.now(), settings.averageDecay(update)));
        }
    }

    /** The seed for dropout depends only on the run's seed and the step. */
    private long dropoutSeed(long step) {
        return SplitMix64.mix(definition.seed() + (step + 1) * 0x9e3779b97f4a7c15L);
    }

    @Override
    public void freeze(int blocks) {
        frozen = Optional.of(replicas.freeze(Blocks.upTo(spec(), blocks)));
    }

    @Override
    public float[][] logits(Batch batch) {
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            MixedBatch unmixed = MixedBatch.unmixed(batch);
            Tensor greys = replicas.greys(unmixed);
            Share whole = Share.whole(batch.samples());
            return rows(device.computing(() -> inference.logits(input.pixels(greys, unmixed, whole), false)));
        }
    }

    private float[][] rows(Tensor logits) {
        int classes = spec().classes();
        float[] all = FlatTensor.read(logits);
        float[][] rows = new float[all.length / classes][];
        for (int s = 0; s < rows.length; s++) {
            rows[s] = Arrays.copyOfRange(all, s * classes, (s + 1) * classes);
        }
        return rows;
    }

    @Override
    public void save(OutputStream out) throws IOException {
        List<SavedTensor> tensors = new ArrayList<>(weights.tensors(steps));
        scale.map(LossScale::saved).ifPresent(tensors::add);
        SavedState state =
                new SavedState(definition, steps, rate, device.library().version());
        if (scale.isPresent()) {
            scale.get().without(weights.gradients().all(), () -> SavedNetwork.write(state, tensors, out));
        } else {
            SavedNetwork.write(state, tensors, out);
        }
    }

    @Override
    public Optional<LibraryFile> libraryFile() {
        return Optional.empty();
    }

    @Override
    public byte[] parametersSha256() {
        MessageDigest digest = Sha256.newDigest();
        for (Weight weight : weights.inOrder()) {
            digest.update(Floats.littleEndian(weights.now().numbers(weight)));
        }
        weights.average().ifPresent(kept -> weights.inOrder().stream()
                .map(kept::numbers)
                .map(Floats::littleEndian)
                .forEach(digest::update));
        return digest.digest();
    }

    @Override
    public void toOnnx(OutputStream out) throws IOException {
        OnnxExporter.export(spec(), weights.published(), out);
    }

    @Override
    public List<String> batchNorms() {
        return spec().batchNorms();
    }

    @Override
    public void toMeasuringOnnx(OutputStream out) throws IOException {
        OnnxExporter.exportMeasuring(spec(), weights.published(), out);
    }

    @Override
    public void close() {
        replicas.close();
        kept.close();
        weights.close();
        CLibraryHeap.trim();
    }
}
