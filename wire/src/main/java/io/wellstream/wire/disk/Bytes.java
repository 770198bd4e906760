package io.wellstream.wire.disk;

import java.util.Arrays;

/** A key: a byte string with the equality of its content. */
@SuppressWarnings("ArrayRecordComponent") // compared by content
public record Bytes(byte[] array) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /** The first key after all that begin with the prefix, which has a byte other than 0xff. */
    static byte[] after(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == (byte) 0xff) {
            last--;
        }
        if (last < 0) {
            throw new IllegalArgumentException("a prefix without an end; expected a byte other than 0xff");
        }
        byte[] after = Arrays.copyOf(prefix, last + 1);
        after[last]++;
        return after;
    }
}
