package io.wellstream.trainer.engine.testing;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.NativeSettings;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.engine.start.EngineStart;
import io.wellstream.trainer.engine.torch.TorchSettings;
import io.wellstream.trainer.network.BodySettings;
import io.wellstream.trainer.network.BranchSettings;
import io.wellstream.trainer.network.HeadSettings;
import io.wellstream.trainer.network.InputMaps;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Small networks and batches of noise; equal seeds give equal batches. */
public final class TinyTraining {
    public static final int CHANNELS = 6;
    public static final int SIDE = 32;
    public static final int CLASSES = 5;

    public static final TrainingSettings ADAM = new TrainingSettings(Optimizer.ADAM, 0.1, 0);

    private static final HeadSettings PLAIN_HEAD = new HeadSettings(0, 0, 0, 0, new HeadSettings.Softmax());

    private TinyTraining() {}

    /** An engine as a trainer starts it; each is loaded once. */
    public static Engine engine(EngineName name) {
        NativeSettings settings =
                new NativeSettings(3L << 30, Path.of(System.getProperty("user.home"), ".javacpp", "cache"));
        return new EngineStart(settings, TorchSettings.CPU).one(name);
    }

    public static NetworkSpec resnet() {
        return NetworkSpecs.named(
                new NetworkSettings(NetworkSpecs.STACKED_RESNET, 2, 8, 0.3, -1, 0), CHANNELS, SIDE, CLASSES);
    }

    public static NetworkSpec sixBranch() {
        return NetworkSpecs.named(
                new NetworkSettings(NetworkSpecs.SIX_BRANCH, 3, 4, 0.3, -1, 16), CHANNELS, SIDE, CLASSES);
    }

    /** Without dropout, so that a training pass can be compared with inference. */
    public static NetworkSpec resnetWithoutDropout() {
        return NetworkSpecs.named(
                new NetworkSettings(NetworkSpecs.STACKED_RESNET, 2, 8, 0, -1, 12), CHANNELS, SIDE, CLASSES);
    }

    public static NetworkSpec sixBranchWithoutDropout() {
        return NetworkSpecs.named(
                new NetworkSettings(NetworkSpecs.SIX_BRANCH, 3, 4, 0, -1, 16), CHANNELS, SIDE, CLASSES);
    }

    /** Each network that a run can name, with its defaults and with each of its settings changed. */
    public static List<NetworkSpec> everyKindOfNetwork() {
        List<NetworkSpec> networks = new ArrayList<>(List.of(
                resnet(),
                sixBranch(),
                // With a hidden layer, without dropout, and with a side that neither stride nor pooling divides.
                NetworkSpecs.named(new NetworkSettings(NetworkSpecs.STACKED_RESNET, 3, 8, 0, 0, 12), CHANNELS, 38, 4),
                NetworkSpecs.named(new NetworkSettings(NetworkSpecs.SIX_BRANCH, 4, 4, 0, 0, 8), CHANNELS, 37, 4),
                // With both, and with other numbers of channels.
                NetworkSpecs.named(new NetworkSettings(NetworkSpecs.STACKED_RESNET, 1, 4, 0.5, 0, 6), 3, SIDE, 2),
                NetworkSpecs.named(new NetworkSettings(NetworkSpecs.SIX_BRANCH, 1, 4, 0.5, 0, 6), 1, SIDE, 2)));
        for (String name : List.of(NetworkSpecs.SIX_BRANCH, NetworkSpecs.STACKED_RESNET)) {
            networks.add(NetworkSpecs.named(NetworkSettings.defaults(name), CHANNELS, SIDE, CLASSES));
        }
        networks.addAll(List.of(
                deepResnet(18, new InputMaps.All(), 36),
                deepResnet(50, new InputMaps.Single(2), SIDE),
                denseNet(),
                vgg(),
                branches(),
                resnetOn(new InputMaps.Composite()),
                headed(new HeadSettings(0, 6, 0, 0, new HeadSettings.Cosine(0, 0))),
                arcFace()));
        return networks;
    }

    private static NetworkSpec deepResnet(int depth, InputMaps input, int side) {
        BodySettings body = new BodySettings(input, depth, 0, 4, 0, BranchSettings.DEFAULTS);
        return NetworkSpecs.named(
                new NetworkSettings(NetworkSpecs.STACKED_RESNET, body, PLAIN_HEAD), CHANNELS, side, CLASSES);
    }

    /** Two dense blocks and the transition between them. */
    public static NetworkSpec denseNet() {
        BodySettings body = new BodySettings(new InputMaps.All(), 0, 2, 8, 4, BranchSettings.DEFAULTS);
        return NetworkSpecs.named(
                new NetworkSettings(NetworkSpecs.DENSENET, body, PLAIN_HEAD), CHANNELS, SIDE, CLASSES);
    }

    private static NetworkSpec vgg() {
        return NetworkSpecs.named(
                new NetworkSettings(NetworkSpecs.VGG_COMPOSITE, 0, 4, 0.2, -1, 8), CHANNELS, SIDE, CLASSES);
    }

    private static NetworkSpec branches() {
        BranchSettings branch = new BranchSettings(7, 1e-3, true, 0.1);
        BodySettings body = new BodySettings(new InputMaps.All(), 0, 3, 4, 0, branch);
        return NetworkSpecs.named(
                new NetworkSettings(NetworkSpecs.SIX_BRANCH, body, PLAIN_HEAD), CHANNELS, SIDE, CLASSES);
    }

    private static NetworkSpec resnetOn(InputMaps input) {
        BodySettings body = new BodySettings(input, 0, 1, 4, 0, BranchSettings.DEFAULTS);
        return NetworkSpecs.named(
                new NetworkSettings(NetworkSpecs.STACKED_RESNET, body, PLAIN_HEAD), CHANNELS, SIDE, CLASSES);
    }

    /** With an embedding and an angular margin. */
    public static NetworkSpec arcFace() {
        return headed(new HeadSettings(12, 8, 0, 0, new HeadSettings.Cosine(8, 0.5)));
    }

    private static NetworkSpec headed(HeadSettings head) {
        return NetworkSpecs.named(
                new NetworkSettings(NetworkSpecs.STACKED_RESNET, BodySettings.sized(2, 8), head),
                CHANNELS,
                SIDE,
                CLASSES);
    }

    public static Batch batch(NetworkSpec spec, int samples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[samples * spec.channels() * spec.side() * spec.side()];
        random.nextBytes(pixels);
        float[] scale = new float[samples * spec.channels()];
        Arrays.fill(scale, 1f / 64);
        float[] offset = new float[scale.length];
        Arrays.fill(offset, -2f);
        int[] labels = new int[samples];
        Arrays.setAll(labels, _ -> random.nextInt(spec.classes()));
        return new Batch(spec.channels(), spec.side(), pixels, scale, offset, labels);
    }
}
