package io.wellstream.scorer.model;

/**
 * What a network says of one sample.
 *
 * @param logits [class]. Not a copy: read it only
 * @param embedding the values that its last layer reads. Not a copy: read it only; empty if nobody asked for it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NetworkOutput(float[] logits, float[] embedding) {}
