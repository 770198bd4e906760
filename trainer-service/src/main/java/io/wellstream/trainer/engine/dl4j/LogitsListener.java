package io.wellstream.trainer.engine.dl4j;

import io.wellstream.trainer.engine.StepResult;
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

    /** The result of the last step, with labels smoothed by the given share. */
    StepResult result(int[] labels, double smoothing) {
        double loss = 0;
        int correct = 0;
        for (int s = 0; s < labels.length; s++) {
            float[] row = logits[s];
            int best = 0;
            double mean = 0;
            for (int c = 0; c < row.length; c++) {
                best = row[c] > row[best] ? c : best;
                mean += row[c] / (double) row.length;
            }
            double sum = 0;
            for (float value : row) {
                sum += Math.exp(value - (double) row[best]);
            }
            double logSum = row[best] + Math.log(sum);
            loss += logSum - (1 - smoothing) * row[labels[s]] - smoothing * mean;
            correct += best == labels[s] ? 1 : 0;
        }
        return new StepResult(loss / labels.length, correct);
    }
}
