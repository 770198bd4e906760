package io.wellstream.trainer.engine.dl4j;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Measures the inference speed of the training engine, to compare it with other engines: a separate process that runs one
 * network over prepared batches and prints the number of samples and of seconds.
 */
public final class EnginePace {
    /** The prefix of the line with the result; libraries print other lines. */
    public static final String RESULT = "pace ";

    private static final long OFF_HEAP_BYTES = 2L << 30;

    private EnginePace() {}

    public static void main(String[] args) {
        if (args.length != 7) {
            throw new IllegalArgumentException(args.length
                    + " arguments; expected NETWORK CHANNELS SIDE CLASSES BATCH SECONDS FOLDER, where native"
                    + " code is unpacked into FOLDER");
        }
        NetworkSpec spec = NetworkSpecs.named(
                NetworkSettings.defaults(args[0]),
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                Integer.parseInt(args[3]));
        Batch batch = noise(spec, Integer.parseInt(args[4]));
        double seconds = Double.parseDouble(args[5]);
        Dl4jEngine engine = Dl4jEngine.start(new NativeSettings(OFF_HEAP_BYTES, Path.of(args[6])));
        try (Network network = engine.create(spec, new TrainingSettings(Optimizer.ADAM, 0, 0), 1)) {
            run(network, batch, seconds / 2); // warm-up
            System.out.println(RESULT + run(network, batch, seconds));
        }
    }

    private static String run(Network network, Batch batch, double seconds) {
        long start = System.nanoTime();
        long samples = 0;
        double passed;
        do {
            samples += network.logits(batch).length;
            passed = (System.nanoTime() - start) / 1e9;
        } while (passed < seconds);
        return String.format(Locale.ROOT, "%d %.3f", samples, passed);
    }

    private static Batch noise(NetworkSpec spec, int samples) {
        byte[] pixels = new byte[samples * spec.channels() * spec.side() * spec.side()];
        new SplittableRandom(1).nextBytes(pixels);
        float[] scale = new float[samples * spec.channels()];
        Arrays.fill(scale, 1f / 64);
        float[] offset = new float[scale.length];
        Arrays.fill(offset, -2f);
        int[] labels = new int[samples];
        Arrays.fill(labels, Batch.NO_LABEL);
        return new Batch(spec.channels(), spec.side(), pixels, scale, offset, labels);
    }
}
