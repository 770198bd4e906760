package io.wellstream.trainer.mixing;

/**
 * The probabilities that a network should answer, over the outputs of two heads: the first ones, and those for controls after them. A sample
 * has probabilities only in the head of its class, and mixed samples may have some in both; those of controls are scaled by the weight of
 * their loss. For each head, loss and gradient are linear in them.
 *
 * @param outputs of both heads
 * @param answers of the first head
 * @param weight of the head for controls
 * @param smoothing the share of a probability that is spread evenly over its head
 */
public record LabelProbabilities(int outputs, int answers, double weight, double smoothing) {
    /** [sample, output], in row-major order. */
    public float[] of(MixedLabels labels) {
        labels.check(outputs);
        float[] rows = new float[labels.samples() * outputs];
        for (int s = 0; s < labels.samples(); s++) {
            add(rows, s * outputs, labels.own()[s], labels.weight());
            add(rows, s * outputs, labels.partners()[s], 1 - labels.weight());
        }
        return rows;
    }

    private void add(float[] rows, int row, int label, double probability) {
        boolean control = label >= answers;
        double mass = probability * (control ? weight : 1);
        int from = control ? answers : 0;
        int end = control ? outputs : answers;
        for (int c = from; c < end; c++) {
            rows[row + c] += (float) (mass * smoothing / (end - from));
        }
        rows[row + label] += (float) (mass * (1 - smoothing));
    }
}
