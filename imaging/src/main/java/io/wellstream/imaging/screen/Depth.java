package io.wellstream.imaging.screen;

/** How many bits the grey levels of sites have. All sites of a data set have the same depth. */
public enum Depth {
    EIGHT(8),
    SIXTEEN(16);

    private final int bits;

    Depth(int bits) {
        this.bits = bits;
    }

    /** The depth of messages that only say whether it is 16 bits. */
    public static Depth of(boolean sixteen) {
        return sixteen ? SIXTEEN : EIGHT;
    }

    public boolean isSixteen() {
        return this == SIXTEEN;
    }

    public int bits() {
        return bits;
    }

    /** How many bytes a grey level takes. */
    public int bytes() {
        return bits / Byte.SIZE;
    }

    /** How many grey levels there are, from 0 on. */
    public int levels() {
        return 1 << bits;
    }

    /** The greatest grey level. */
    public int most() {
        return levels() - 1;
    }

    /** E.g. {@code 16-bit}. */
    @Override
    public String toString() {
        return bits + "-bit";
    }
}
