package io.wellstream.scorer;

/**
 * What a network says of one sample.
 *
 * @param logits [class]. Not a copy: read it only
 * @param embedding the values that its last layer reads. Not a copy: read it only; empty if nobody asked for it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NetworkOutput(float[] logits, float[] embedding) {}
