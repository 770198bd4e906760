package io.wellstream.imaging.pixels;

import java.util.Arrays;

/**
 * A table from the next bits of a DEFLATE stream (RFC 1951) to what they mean. Codes of up to {@code root} bits are looked up at once;
 * longer ones in a second table that their first bits name. An entry has these bits, from the lowest:
 *
 * <pre>
 *  6  bits that it takes from the stream, extra bits included
 *  2  how many literals it has, 1 to 3; 0 for anything else
 * 24  the literals, the first one lowest; or
 *     3  kind: {@link #BASE}, {@link #END}, {@link #SECOND_TABLE} or {@link #INVALID}
 *     5  extra bits, or the index bits of the second table
 *    16  the base of a length or distance, or where the second table begins
 * </pre>
 */
final class HuffmanTable {
    static final int BITS = 63;
    static final int LITERALS = 3 << 6;
    static final int KIND = 7 << 8;
    static final int BASE = 0;
    static final int END = 1 << 8;
    static final int SECOND_TABLE = 2 << 8;
    static final int INVALID = 3 << 8;
    static final int LONGEST = 15;

    final int root; // bits
    final int[] entries;
    private final int[] symbols; // [symbol]: entries without the bits of their codes
    private final int[] count = new int[LONGEST + 1]; // [length]: codes
    private final int[] next = new int[LONGEST + 1]; // [length]: the next code
    private int used;

    /**
     * @param root bits of codes that are looked up at once
     * @param symbols [symbol]: entries, whose lowest bits are the number of their extra bits
     */
    HuffmanTable(int root, int[] symbols) {
        this.root = root;
        this.symbols = symbols;
        // Each long code has at most one second table of the longest size.
        this.entries = new int[(1 << root) + symbols.length * (1 << (LONGEST - root))];
    }

    static int literal(int value) {
        return (1 << 6) | (value << 8);
    }

    static int base(int value, int extraBits) {
        return extraBits | BASE | (extraBits << 11) | (value << 16);
    }

    static int extraBits(int entry) {
        return (entry >>> 11) & 31;
    }

    static int value(int entry) {
        return entry >>> 16;
    }

    /**
     * Fills the table for a code.
     *
     * @param lengths of the codes, from a position
     * @return false if they make no complete code; a single code of one bit is allowed, and none at all
     */
    boolean fill(byte[] lengths, int from, int size) {
        int longest = count(lengths, from, size);
        if (longest < 0) {
            return false;
        }
        used = 1 << root;
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code = (code + count[length - 1]) << 1;
            next[length] = code;
        }
        for (int symbol = 0; symbol < size; symbol++) {
            int length = lengths[from + symbol];
            if (length > 0) {
                int reversed = Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
                set(reversed, length, longest, symbols[symbol] + length);
            }
        }
        return true;
    }

    /** Counts codes by length; returns the longest length, or -1 if they make no complete code. */
    private int count(byte[] lengths, int from, int size) {
        Arrays.fill(count, 0);
        for (int i = 0; i < size; i++) {
            count[lengths[from + i]]++;
        }
        int codes = size - count[0];
        count[0] = 0;
        int free = 1;
        int longest = 0;
        for (int length = 1; length <= LONGEST; length++) {
            free = (free << 1) - count[length];
            if (free < 0) {
                return -1;
            }
            longest = count[length] > 0 ? length : longest;
        }
        boolean single = codes == 1 && count[1] == 1;
        if (free > 0 && !single && codes > 0) {
            return -1;
        }
        // Entries of long codes are recognised by an empty root entry; those of an incomplete code are invalid.
        Arrays.fill(entries, 0, 1 << root, free > 0 ? INVALID : 0);
        return longest;
    }

    private void set(int code, int length, int longest, int entry) {
        if (length <= root) {
            for (int i = code; i < (1 << root); i += 1 << length) {
                entries[i] = entry;
            }
            return;
        }
        int first = code & ((1 << root) - 1);
        int bits = longest - root;
        if (entries[first] == 0) {
            entries[first] = SECOND_TABLE | (bits << 11) | (used << 16);
            used += 1 << bits;
        }
        int table = value(entries[first]);
        for (int i = code >>> root; i < (1 << bits); i += 1 << (length - root)) {
            entries[table + i] = entry;
        }
    }

    /** Lets an entry of a short literal hold the literals after it, as far as the looked-up bits determine them. */
    void joinLiterals() {
        int atZero = entries[0];
        for (int i = (1 << root) - 1; i >= 0; i--) { // entries at lower positions are still single
            int entry = entries[i];
            if ((entry & LITERALS) == 0) {
                continue;
            }
            int joined = entry;
            for (int literals = 2; literals <= 3; literals++) {
                int taken = joined & BITS;
                int follower = i >>> taken == 0 ? atZero : entries[i >>> taken];
                if ((follower & LITERALS) == 0 || taken + (follower & BITS) > root) {
                    break;
                }
                int value = (follower >>> 8) & 0xff;
                int all = (joined >>> 8) | (value << (8 * (literals - 1)));
                joined = (taken + (follower & BITS)) | (literals << 6) | (all << 8);
            }
            entries[i] = joined;
        }
    }
}
