package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.StepResult;
import io.wellstream.trainer.mixing.MixedLabels;
import io.wellstream.trainer.network.NetworkSpec;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies the logits during a training step, so that loss and accuracy need no second forward pass. */
final class LogitsListener extends BaseTrainingListener {
    private float[][] logits = {};

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        INDArray activation = activations.get(NetworkSpec.LOGITS);
        if (activation == null) {
            throw new IllegalStateException("no node `" + NetworkSpec.LOGITS + "` in " + activations.keySet());
        }
        logits = activation.toFloatMatrix();
    }

    /**
     * The result of the last step, with labels smoothed by the given share.
     *
     * @param answers outputs of the first head
     */
    StepResult result(MixedLabels labels, double smoothing, int answers) {
        return StepResult.of(logits, labels, smoothing, answers);
    }
}
