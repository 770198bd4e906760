package io.wellstream.wire.disk;

/** What a write does at a key. */
public sealed interface Change {
    /** Gives the key this value. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Put(byte[] value) implements Change {}

    /** Removes the key. */
    record Remove() implements Change {}

    /** Removes every key that begins with the key. */
    record RemoveAll() implements Change {}
}
