package io.wellstream.trainer.bench;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.NativeSettings;
import io.wellstream.trainer.engine.Precision;
import io.wellstream.trainer.engine.start.EngineStart;
import io.wellstream.trainer.engine.torch.TorchEngine;
import io.wellstream.trainer.engine.torch.TorchSettings;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * What is measured: a network on an engine, with batches of noise.
 *
 * @param extent how long or how often, as the measurement means it
 */
record BenchRun(EngineStart start, Precision precision, Engine engine, NetworkSpec spec, int batch, double extent) {
    private static final List<String> ARGUMENTS = List.of(
            "ENGINE", "PRECISION", "DEVICE", "NETWORK", "CHANNELS", "SIDE", "CLASSES", "BATCH", "EXTENT", "FOLDER");

    static BenchRun parse(String... args) {
        if (args.length != ARGUMENTS.size()) {
            throw new IllegalArgumentException(args.length + " arguments; expected " + String.join(" ", ARGUMENTS)
                    + ", where native code is unpacked into FOLDER");
        }
        NetworkSpec spec = NetworkSpecs.named(
                NetworkSettings.parse(args[3]),
                Integer.parseInt(args[4]),
                Integer.parseInt(args[5]),
                Integer.parseInt(args[6]));
        EngineStart start =
                new EngineStart(new NativeSettings(Long.MAX_VALUE, Path.of(args[9])), TorchSettings.alone(args[2]));
        Precision precision = Precision.named(args[1]).orElseThrow(() -> cannotCompute(args));
        Engine engine = start.one(EngineName.parse(args[0])).in(precision).orElseThrow(() -> cannotCompute(args));
        return new BenchRun(start, precision, engine, spec, Integer.parseInt(args[7]), Double.parseDouble(args[8]));
    }

    private static IllegalArgumentException cannotCompute(String... args) {
        return new IllegalArgumentException("engine " + args[0] + " cannot compute in " + args[1]);
    }

    /**
     * Multiply-adds per second of a large matrix product by libtorch, on this device and in this precision; empty if this build has no
     * libtorch for this platform. Takes two seconds.
     */
    OptionalDouble peakMultiplyAdds() {
        if (!TorchEngine.isAvailable()) {
            return OptionalDouble.empty();
        }
        TorchEngine torch = TorchEngine.start(start.memory(), start.torch()).computingIn(precision);
        return OptionalDouble.of(torch.peakMultiplyAdds());
    }

    /** A batch of noise with labels; equal seeds give equal batches. */
    Batch noise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[batch * spec.channels() * spec.side() * spec.side()];
        random.nextBytes(pixels);
        float[] scale = new float[batch * spec.channels()];
        Arrays.fill(scale, 1f / 64);
        float[] offset = new float[scale.length];
        Arrays.fill(offset, -2f);
        int[] labels = new int[batch];
        Arrays.setAll(labels, _ -> random.nextInt(spec.classes()));
        return new Batch(spec.channels(), spec.side(), pixels, scale, offset, labels);
    }
}
