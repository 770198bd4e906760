package io.wellstream.imaging.pixels;

import java.util.Arrays;

/** The codes of a DEFLATE block (RFC 1951, 3.2.5 to 3.2.7): of literals and lengths, and of distances. */
final class DeflateCodes {
    private static final int LITERALS = 288;
    private static final int DISTANCES = 32;
    private static final int END_OF_BLOCK = 256;
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int LENGTH_CODE_BITS = 7;
    static final int LITERAL_BITS = 11;
    static final int LITERAL_MASK = (1 << LITERAL_BITS) - 1;
    static final int DISTANCE_BITS = 8;
    static final int DISTANCE_MASK = (1 << DISTANCE_BITS) - 1;
    private static final int[] LITERAL_SYMBOLS = literalSymbols();
    private static final int[] DISTANCE_SYMBOLS = distanceSymbols();
    private static final int[] LENGTH_SYMBOLS = lengthSymbols();

    final HuffmanTable literals = new HuffmanTable(LITERAL_BITS, LITERAL_SYMBOLS);
    final HuffmanTable distances = new HuffmanTable(DISTANCE_BITS, DISTANCE_SYMBOLS);
    private final HuffmanTable lengthCode = new HuffmanTable(LENGTH_CODE_BITS, LENGTH_SYMBOLS);
    private final byte[] lengths = new byte[LITERALS + DISTANCES]; // [symbol]: of its code, literals first

    private static int[] literalSymbols() {
        int[] symbols = new int[LITERALS];
        for (int value = 0; value < END_OF_BLOCK; value++) {
            symbols[value] = HuffmanTable.literal(value);
        }
        symbols[END_OF_BLOCK] = HuffmanTable.END;
        int length = 3;
        for (int i = 0; i < 28; i++) {
            int extra = Math.max(0, i / 4 - 1);
            symbols[END_OF_BLOCK + 1 + i] = HuffmanTable.base(length, extra);
            length += 1 << extra;
        }
        symbols[285] = HuffmanTable.base(258, 0);
        Arrays.fill(symbols, 286, LITERALS, HuffmanTable.INVALID);
        return symbols;
    }

    private static int[] distanceSymbols() {
        int[] symbols = new int[DISTANCES];
        int distance = 1;
        for (int i = 0; i < 30; i++) {
            int extra = Math.max(0, i / 2 - 1);
            symbols[i] = HuffmanTable.base(distance, extra);
            distance += 1 << extra;
        }
        Arrays.fill(symbols, 30, DISTANCES, HuffmanTable.INVALID);
        return symbols;
    }

    private static int[] lengthSymbols() {
        int[] symbols = new int[ORDER.length];
        for (int i = 0; i < symbols.length; i++) {
            int extra =
                    switch (i) {
                        case 16 -> 2;
                        case 17 -> 3;
                        case 18 -> 7;
                        default -> 0;
                    };
            symbols[i] = HuffmanTable.base(i, extra);
        }
        return symbols;
    }

    /** The codes that every decoder knows. */
    boolean useFixed() {
        Arrays.fill(lengths, 0, 144, (byte) 8);
        Arrays.fill(lengths, 144, 256, (byte) 9);
        Arrays.fill(lengths, 256, 280, (byte) 7);
        Arrays.fill(lengths, 280, LITERALS, (byte) 8);
        Arrays.fill(lengths, LITERALS, LITERALS + DISTANCES, (byte) 5);
        return use(LITERALS, DISTANCES);
    }

    /** Reads the codes of a block; returns false if they are none. */
    boolean read(BitReader bits) {
        bits.refill();
        int literalCount = bits.take(5) + 257;
        int distanceCount = bits.take(5) + 1;
        int count = bits.take(4) + 4;
        if (literalCount > 286 || distanceCount > 30) {
            return false;
        }
        Arrays.fill(lengths, 0, ORDER.length, (byte) 0);
        for (int i = 0; i < count; i++) {
            bits.refill();
            lengths[ORDER[i]] = (byte) bits.take(3);
        }
        return lengthCode.fill(lengths, 0, ORDER.length)
                && readLengths(bits, literalCount + distanceCount)
                && use(literalCount, distanceCount);
    }

    private boolean readLengths(BitReader bits, int count) {
        int filled = 0;
        while (filled < count) {
            bits.refill();
            int entry = lengthCode.entries[bits.peek(LENGTH_CODE_BITS)];
            if ((entry & HuffmanTable.KIND) != HuffmanTable.BASE || bits.isOver()) {
                return false;
            }
            int extra = bits.takeExtra(entry);
            int symbol = HuffmanTable.value(entry);
            int repeat = symbol < 16 ? 1 : extra + (symbol == 18 ? 11 : 3);
            if (repeat > count - filled || (symbol == 16 && filled == 0)) {
                return false;
            }
            byte length = (byte) (symbol < 16 ? symbol : symbol == 16 ? lengths[filled - 1] : 0);
            Arrays.fill(lengths, filled, filled + repeat, length);
            filled += repeat;
        }
        return true;
    }

    private boolean use(int literalCount, int distanceCount) {
        if (!literals.fill(lengths, 0, literalCount) || !distances.fill(lengths, literalCount, distanceCount)) {
            return false;
        }
        literals.joinLiterals();
        return true;
    }
}
