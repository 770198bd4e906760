package io.wellstream.trainer.engine;

/**
 * What one training step saw, before it changed the parameters.
 *
 * @param loss mean cross-entropy of the batch against its smoothed labels, in nats, without weight penalties
 * @param correct samples whose largest logit was their label's
 */
public record StepResult(double loss, int correct) {}
