package io.wellstream.trainer.engine.testing;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.NetworkDefinition;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.saved.SavedNetwork;
import io.wellstream.trainer.engine.saved.SavedState;
import io.wellstream.trainer.engine.saved.SavedTensor;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.network.Weight;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Networks of one layer on two features, and batches for them, which a few lines of PyTorch repeat: with
 *
 * <pre>{@code
 * x = [[[1, -.5], [.25, 1.5]], [[-1, .75], [.5, -.25]]]; y = [[0, 2], [1, 0]]
 * w = [[.5, -.25, .125], [-.75, .375, .25]]; b = [.1, -.2, .3]
 * }</pre>
 *
 * @param folder for files
 */
record References(Engine engine, Path folder) {
    /** Logits x w + b. */
    static final NetworkSpec REGRESSION = spec(new Node(NetworkSpec.LOGITS, new Op.Dense(3, 0), List.of("average")));

    static final List<Batch> BATCHES = List.of(
            batch(new float[] {1, -0.5f, 0.25f, 1.5f}, 0, 2), batch(new float[] {-1, 0.75f, 0.5f, -0.25f}, 1, 0));

    private static final float[] W = {0.5f, -0.25f, 0.125f, -0.75f, 0.375f, 0.25f};
    private static final float[] B = {0.1f, -0.2f, 0.3f};

    /** Of a layer that reads three numbers: v. */
    private static final float[] V = {0.5f, -0.25f, 0.125f, -0.75f, 0.375f, 0.25f, 0.2f, 0.4f, -0.6f};

    /** A network that begins with the average of each channel. */
    static NetworkSpec spec(Node... nodes) {
        return spec(3, nodes);
    }

    static NetworkSpec spec(int classes, Node... nodes) {
        List<Node> all =
                new ArrayList<>(List.of(new Node("average", new Op.GlobalAverage(), List.of(NetworkSpec.PIXELS))));
        all.addAll(List.of(nodes));
        return new NetworkSpec("reference", 2, 16, classes, all);
    }

    /** The network with the weights w and b, and v and b in a layer that reads three numbers. */
    Network start(NetworkSpec spec, TrainingSettings settings) {
        return start(spec, settings, weight -> weight.part().equals("bias") ? B : weight.length() == V.length ? V : W);
    }

    /** The network with the numbers that are given for each weight. */
    Network start(NetworkSpec spec, TrainingSettings settings, Function<Weight, float[]> given) {
        List<SavedTensor> tensors = new ArrayList<>();
        for (Weight weight : Weight.of(spec)) {
            float[] numbers = given.apply(weight);
            tensors.add(new SavedTensor(weight.name(), weight.shape(), () -> numbers));
            tensors.add(new SavedTensor(SavedTensor.average(weight.name()), weight.shape(), () -> numbers));
            for (String state : settings.optimizer().state()) {
                String name = SavedTensor.ofOptimizer(weight.name(), state);
                tensors.add(new SavedTensor(name, weight.shape(), () -> new float[numbers.length]));
            }
        }
        SavedState state = new SavedState(new NetworkDefinition(spec, settings, 1), 0, 0, "test");
        return engine.restore(Saved.file(folder, out -> SavedNetwork.write(state, tensors, out)), 0);
    }

    /** A saved tensor: a weight, or something kept for it. */
    float[] tensor(Network network, String name, int steps) {
        Weight of = Weight.of(network.spec()).stream()
                .filter(weight -> (name + "/").startsWith(weight.name() + "/"))
                .findFirst()
                .orElseThrow();
        try (SavedNetwork saved = SavedNetwork.open(Saved.file(folder, network::save), steps)) {
            return saved.numbers(name, of.shape());
        }
    }

    /** The samples of both batches, with other labels. */
    static Batch joined(int... labels) {
        return batch(new float[] {1, -0.5f, 0.25f, 1.5f, -1, 0.75f, 0.5f, -0.25f}, labels);
    }

    static float[] floats(double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Even images; the features are multiples of 1/64. */
    private static Batch batch(float[] features, int... labels) {
        int area = 16 * 16;
        byte[] pixels = new byte[features.length * area];
        for (int plane = 0; plane < features.length; plane++) {
            Arrays.fill(pixels, plane * area, (plane + 1) * area, (byte) (64 * (features[plane] + 2)));
        }
        float[] scale = new float[features.length];
        Arrays.fill(scale, 1f / 64);
        float[] offset = new float[features.length];
        Arrays.fill(offset, -2f);
        return new Batch(2, 16, pixels, scale, offset, labels);
    }
}
