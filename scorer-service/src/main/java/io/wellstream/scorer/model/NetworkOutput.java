package io.wellstream.scorer.model;

/**
 * A network's output for one sample.
 *
 * @param logits [class]. Not a copy: read it only
 * @param embedding the input of the last layer. Not a copy: read it only; empty unless asked for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NetworkOutput(float[] logits, float[] embedding) {}
