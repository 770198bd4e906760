package io.wellstream.imaging.augment;

/** How a resize samples. In both ways, pixel centres lie at half coordinates. */
public enum Sampling {
    /** From the two nearest pixels of each axis, for any factor: shrinking aliases, as with OpenCV's INTER_LINEAR. */
    LINEAR,
    /** When shrinking, the mean over the area that a pixel covers; otherwise as OpenCV's INTER_AREA enlarges. */
    AREA
}
