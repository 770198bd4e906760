package io.wellstream.trainer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.EngineName;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.testing.OnnxRuntime;
import io.wellstream.trainer.engine.testing.Python;
import io.wellstream.trainer.engine.testing.Saved;
import io.wellstream.trainer.engine.testing.TinyTraining;
import io.wellstream.trainer.network.BodySettings;
import io.wellstream.trainer.network.BranchSettings;
import io.wellstream.trainer.network.HeadSettings;
import io.wellstream.trainer.network.InputMaps;
import io.wellstream.trainer.network.NetworkSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.NetworkSpecs;
import io.wellstream.trainer.onnx.OnnxExporter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ResNet-18 of torchvision that is exported as docs/training.md says gives the same features here. Skipped without a Python that has
 * PyTorch, torchvision and onnx.
 */
class TorchvisionExportTest {
    private static final int SIDE = 64;
    private static final int SAMPLES = 2;
    private static final int FEATURES = 512;

    /** The batch norms are random, because those of a new network are all alike. */
    private static final String EXPORT = """
            import sys, torch, torchvision
            torch.manual_seed(1)
            torch.set_num_threads(1)
            model = torchvision.models.resnet18().eval()
            with torch.no_grad():
                for module in model.modules():
                    if isinstance(module, torch.nn.BatchNorm2d):
                        module.weight.uniform_(.5, 1)
                        module.running_var.uniform_(.5, 1)
                        module.bias.normal_(0, .2)
                        module.running_mean.normal_(0, .2)
            torch.onnx.export(model, torch.zeros(1, 3, 64, 64), sys.argv[1], dynamo=False,
                              do_constant_folding=False, training=torch.onnx.TrainingMode.PRESERVE)
            pixels = torch.randint(0, 256, (2, 3, 64, 64), dtype=torch.uint8)
            model.fc = torch.nn.Identity()
            with torch.no_grad():
                features = model(pixels.float() / 64 - 2)
            pixels.numpy().tofile(sys.argv[2])
            features.numpy().astype("<f4").tofile(sys.argv[3])
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anExportedResNetGivesTheFeaturesOfTorchvision() throws Exception {
        Python.assumeHas("torch", "torchvision", "onnx");
        Path onnx = folder.resolve("resnet18.onnx");
        Path pixels = folder.resolve("pixels");
        Path features = folder.resolve("features");
        Python.Result exported = Python.run(EXPORT, onnx.toString(), pixels.toString(), features.toString());
        assertThat(exported.exit()).as(exported.output()).isZero();
        float[] expected = floats(Files.readAllBytes(features));
        Batch batch = batch(Files.readAllBytes(pixels));

        for (EngineName engine : EngineName.values()) {
            try (Network random = TinyTraining.engine(engine).create(resnet18(), TinyTraining.ADAM, 1);
                    StartingWeights weights = StartingWeights.ofOnnx(Saved.file(folder, random::save), onnx);
                    Network begun = TinyTraining.engine(engine).restore(Saved.file(folder, weights::writeTo), 0)) {
                assertThat(weights.match().kept()).hasSize(2).allMatch(kept -> kept.startsWith("logits/"));

                float[][] found = OnnxRuntime.run(Saved.bytes(begun::toOnnx), batch, OnnxExporter.EMBEDDING);

                for (int s = 0; s < SAMPLES; s++) {
                    assertThat(found[s])
                            .as("%s, sample %d", engine, s)
                            .containsExactly(
                                    Arrays.copyOfRange(expected, s * FEATURES, (s + 1) * FEATURES), within(1e-4f));
                }
            }
        }
    }

    private static NetworkSpec resnet18() {
        BodySettings body = new BodySettings(new InputMaps.All(), 18, 0, 0, 0, BranchSettings.DEFAULTS);
        HeadSettings head = new HeadSettings(0, 0, 0, 0, new HeadSettings.Softmax());
        return NetworkSpecs.named(new NetworkSettings(NetworkSpecs.STACKED_RESNET, body, head), 3, SIDE, 5);
    }

    /** Of values pixel / 64 - 2, as in the program. */
    private static Batch batch(byte[] pixels) {
        float[] scale = new float[SAMPLES * 3];
        Arrays.fill(scale, 1f / 64);
        float[] offset = new float[SAMPLES * 3];
        Arrays.fill(offset, -2f);
        return new Batch(3, SIDE, pixels, scale, offset, new int[SAMPLES]);
    }

    private static float[] floats(byte[] bytes) {
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }
}
