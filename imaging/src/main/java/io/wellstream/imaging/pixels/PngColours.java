package io.wellstream.imaging.pixels;

/** The kinds of PNG that are read; all have 8 bits per sample. */
enum PngColours {
    GREY(0, 1, "grey"),
    RGB(2, 3, "RGB");

    private final int colorType;
    private final int samples;
    private final String name;

    PngColours(int colorType, int samples, String name) {
        this.colorType = colorType;
        this.samples = samples;
        this.name = name;
    }

    /** The number of this kind in a PNG's header. */
    int colorType() {
        return colorType;
    }

    /** Samples, and bytes, per pixel. */
    int samples() {
        return samples;
    }

    @Override
    public String toString() {
        return name;
    }
}
