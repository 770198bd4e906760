package io.wellstream.trainer.network;

/**
 * A second head over the same embedding, which learns controls: a softmax over the last outputs of a network. It helps training and is not
 * published.
 *
 * @param classes how many outputs it has
 * @param weight of its loss, next to that of the first head
 */
public record ControlHead(int classes, double weight) {
    public ControlHead {
        if (classes < 2) {
            throw new IllegalArgumentException("a head for " + classes + " controls; expected 2 or more");
        }
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException(
                    "weight " + weight + " of a head for controls; expected a positive number");
        }
    }
}
