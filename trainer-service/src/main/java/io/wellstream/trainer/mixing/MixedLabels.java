package io.wellstream.trainer.mixing;

import java.util.Arrays;
import java.util.List;

/**
 * The labels of a mixed batch: each sample has its own class with one probability, and its partner's with the rest.
 *
 * @param own [sample]
 * @param partners [sample]
 * @param weight the probability of the own class
 */
@SuppressWarnings("ArrayRecordComponent") // read only, in inner loops
public record MixedLabels(int[] own, int[] partners, double weight) {
    /** Labels of samples that are not mixed. */
    public static MixedLabels of(int[] labels) {
        return new MixedLabels(labels, labels, 1);
    }

    static MixedLabels of(int[] labels, List<Integer> partners, double weight) {
        int[] others = partners.stream().mapToInt(partner -> labels[partner]).toArray();
        return Arrays.equals(labels, others) ? of(labels) : new MixedLabels(labels, others, weight);
    }

    /** The labels of some of the samples. */
    public MixedLabels range(int begin, int end) {
        return new MixedLabels(Arrays.copyOfRange(own, begin, end), Arrays.copyOfRange(partners, begin, end), weight);
    }

    public int samples() {
        return own.length;
    }

    /** Whether each sample has one class. */
    public boolean areCertain() {
        return weight == 1;
    }

    /** The likelier class of a sample; its own if both are equally likely. */
    public int dominant(int sample) {
        return weight >= 0.5 ? own[sample] : partners[sample];
    }

    /** The likelier class of each sample. */
    public int[] dominant() {
        return weight >= 0.5 ? own : partners;
    }

    /** @throws IllegalArgumentException if a label is not one of the classes */
    public void check(int classes) {
        for (int s = 0; s < own.length; s++) {
            if (own[s] < 0 || own[s] >= classes) {
                throw new IllegalArgumentException(
                        "sample " + s + " has label " + own[s] + "; expected 0 to " + (classes - 1));
            }
        }
    }
}
