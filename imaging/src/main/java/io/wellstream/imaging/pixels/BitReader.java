package io.wellstream.imaging.pixels;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bits of a DEFLATE stream in their order. Reading past the end gives bits without meaning and {@link #isOver}. */
final class BitReader {
    /** How many bytes there must be after the end of the stream. */
    static final int SLACK = 2 * Long.BYTES;

    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final byte[] in;
    final int limit; // the last position from which the buffer may be filled
    private final int end;
    // The loop over the symbols of a block keeps these in local variables.
    long buffer; // the next bits, the first one lowest
    int bits; // how many of them are counted
    int position; // of the next byte for the buffer

    BitReader(byte[] in, int end) {
        this.in = in;
        this.end = end;
        this.limit = end + Long.BYTES;
    }

    /** Fills the buffer to at least 56 bits. */
    void refill() {
        if (position <= limit) {
            buffer |= (long) LONGS.get(in, position) << bits;
            position += (63 - bits) >>> 3;
            bits |= 56;
        }
    }

    int peek(int count) {
        return (int) buffer & ((1 << count) - 1);
    }

    int take(int count) {
        int value = peek(count);
        buffer >>>= count;
        bits -= count;
        return value;
    }

    /** Takes the code of an entry and its extra bits, and returns these. */
    int takeExtra(int entry) {
        int all = entry & HuffmanTable.BITS;
        return take(all) >>> (all - HuffmanTable.extraBits(entry));
    }

    /** Takes whole bytes from the next byte boundary on, and returns where they begin; -1 if there are not so many. */
    int takeBytes(int count) {
        int start = position - (Math.max(0, bits) >>> 3);
        buffer = 0;
        bits = 0;
        position = start + count;
        return start <= end - count ? start : -1;
    }

    /** Whether more bits were taken than there are. */
    boolean isOver() {
        return position > limit || bits < 0;
    }

    /** Whether all bytes are taken. */
    boolean isAtEnd() {
        return position - (bits >>> 3) == end;
    }
}
