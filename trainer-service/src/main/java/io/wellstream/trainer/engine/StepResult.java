package io.wellstream.trainer.engine;

/**
 * The result of one training step, computed before the step changed the parameters.
 *
 * @param loss mean cross-entropy of the batch and its smoothed labels, in nats, without weight penalties
 * @param correct samples whose largest logit was that of their label
 */
public record StepResult(double loss, int correct) {}
