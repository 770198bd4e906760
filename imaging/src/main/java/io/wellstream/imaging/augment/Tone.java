package io.wellstream.imaging.augment;

/**
 * A table from grey level to grey level. The formulas are those of imgaug 0.2.9 for 8-bit images: float32 arithmetic,
 * clamped to 0…255, then truncated (numpy's {@code astype}, not rounded): {@code Add} and {@code Multiply} in
 * augmenters/arithmetic.py, {@code adjust_contrast_linear} in augmenters/contrast.py.
 */
final class Tone {
    private final byte[] table = new byte[256];

    private Tone() {}

    static Tone add(int levels) {
        Tone tone = new Tone();
        for (int grey = 0; grey < 256; grey++) {
            tone.set(grey, grey + levels);
        }
        return tone;
    }

    static Tone multiply(float factor) {
        Tone tone = new Tone();
        for (int grey = 0; grey < 256; grey++) {
            tone.set(grey, grey * factor);
        }
        return tone;
    }

    static Tone contrast(float factor) {
        Tone tone = new Tone();
        for (int grey = 0; grey < 256; grey++) {
            tone.set(grey, 127f + factor * (grey - 127f));
        }
        return tone;
    }

    private void set(int grey, float value) {
        table[grey] = (byte) (int) Math.clamp(value, 0f, 255f);
    }

    /** This change, then another one. */
    Tone then(Tone next) {
        Tone both = new Tone();
        for (int grey = 0; grey < table.length; grey++) {
            both.table[grey] = next.table[table[grey] & 0xff];
        }
        return both;
    }

    /** Changes grey levels in place. */
    void apply(byte[] pixels, int start, int count) {
        for (int i = start; i < start + count; i++) {
            pixels[i] = table[pixels[i] & 0xff];
        }
    }
}
