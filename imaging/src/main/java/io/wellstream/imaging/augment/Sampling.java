package io.wellstream.imaging.augment;

/** How a resize samples. Pixel centres lie at half coordinates in both. */
public enum Sampling {
    /** From the two nearest pixels of each axis, whatever the factor: shrinking aliases, as OpenCV's INTER_LINEAR does. */
    LINEAR,
    /** Shrinking, the mean over the area that a pixel covers; otherwise as OpenCV's INTER_AREA enlarges. */
    AREA
}
