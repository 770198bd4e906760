package io.wellstream.trainer.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.engine.AngularMargin;
import io.wellstream.trainer.engine.Engine;
import io.wellstream.trainer.engine.Network;
import io.wellstream.trainer.engine.Optimizer;
import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.engine.TrainingSettings;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import io.wellstream.trainer.onnx.OnnxExporter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Heads with cosines and margins, for every training engine. The expected numbers are PyTorch 2.10's, in float64, with s = 8 and m = .5, on
 * the first batch of {@link References}:
 *
 * <pre>{@code
 * for step in range(3):
 *     cos = normalize(x) @ normalize(w, dim=0)
 *     c = cos.gather(1, y[:, None]).clamp(-1 + 1e-6, 1 - 1e-6)
 *     c = where(c > math.cos(math.pi - m), torch.cos(torch.acos(c) + m), c - m * math.sin(m))
 *     opt.zero_grad(); cross_entropy(s * cos.scatter(1, y[:, None], c), y, label_smoothing=.1).backward()
 *     opt.step()  # SGD([w], lr=.1, momentum=.9, nesterov=True)
 * }</pre>
 */
public abstract class HeadContract {
    private static final Op.Cosine COSINE = new Op.Cosine(3, 8, 0.5);
    private static final TrainingSettings SGD = new TrainingSettings(Optimizer.SGD, 0.1, 0);
    private static final Batch BATCH = References.BATCHES.getFirst();

    private final References references;

    protected HeadContract(Engine engine, Path folder) {
        this.references = new References(engine, folder);
    }

    private static NetworkSpec arcFace() {
        return References.spec(
                new Node("head/unit", new Op.L2Normalize(), List.of("average")),
                new Node(NetworkSpec.LOGITS, COSINE, List.of("head/unit")));
    }

    @Test
    void theWeightsAfterThreeStepsWithAMarginAreThoseOfPyTorch() {
        try (Network network = references.start(arcFace(), SGD)) {
            for (int step = 0; step < 3; step++) {
                var unused = network.step(BATCH, 0.1, step);
            }

            assertThat(references.tensor(network, "logits/weights", 3))
                    .containsExactly(
                            References.floats(
                                    0.40884379, -1.14284797, -1.27735011, -0.80734999, -0.45035195, 1.07811042),
                            within(5e-4f)); // the third logit of the first sample is at a right angle: its gradient is
            // sensitive
        }
    }

    @Test
    void outsideTrainingTheLogitsAreScaledCosinesWithoutMargin() throws OrtException {
        float[][] expected = {
            References.floats(6.94594514, -6.94594514, 0), References.floats(-5.83629763, 5.83629763, 7.64623207),
        };
        try (Network network = references.start(arcFace(), SGD)) {
            EngineContract.assertClose(network.logits(BATCH), expected);
            byte[] onnx = Saved.bytes(network::toOnnx);
            EngineContract.assertClose(OnnxRuntime.run(onnx, BATCH, NetworkSpec.LOGITS), expected);
            float[][] embeddings = OnnxRuntime.run(onnx, BATCH, OnnxExporter.EMBEDDING);
            assertThat(Math.hypot(embeddings[0][0], embeddings[0][1]))
                    .as("the embedding is a unit vector")
                    .isCloseTo(1, within(1e-6));

            StepResult result = network.step(BATCH, 0, 0);
            assertThat(result)
                    .as("the loss that is reported can be compared with that of validation")
                    .isEqualTo(StepResult.of(network.logits(BATCH), BATCH.labels(), 0.1));
        }
    }

    /** The derivatives are those of PyTorch's autograd. */
    @Test
    void theMarginLowersTheLogitOfTheTrueClassAtAnyAngle() {
        AngularMargin margin = new AngularMargin(1, 0.5);

        double[][] expected = {
            {0.9, 0.58084756, 1.86747242},
            {0.2, -0.29422266, 0.97544489},
            {-0.5, -0.85398598, 0.60078610},
            {-0.95, -1.18971277, 1},
        };
        for (double[] row : expected) {
            assertThat(margin.logit(row[0])).isCloseTo(row[1], within(1e-7));
            assertThat(margin.slope(row[0])).isCloseTo(row[2], within(1e-7));
        }
        assertThat(margin.logit(1)).isFinite();
        assertThat(margin.slope(1)).isZero();
    }
}
