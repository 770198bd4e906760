package io.wellstream.imaging.augment;

/**
 * Where the pixels of one shrunken axis end in the source. Positions are whole source pixels and a part in units of 1/target of one, so
 * that nothing is rounded before the last step.
 */
final class AreaTaps {
    int[] end = {}; // [target]: the source pixel in which a pixel ends; the source's length for the last one
    int[] part = {}; // [target]: how much of that source pixel it covers, 0 to target - 1
    private int source;
    private int target;

    /** Prepares for an axis; keeps the arrays if they are long enough. */
    void fit(int newSource, int newTarget) {
        if (source == newSource && target == newTarget) {
            return;
        }
        source = newSource;
        target = newTarget;
        if (end.length < target) {
            end = new int[target];
            part = new int[target];
        }
        for (int i = 0; i < target; i++) {
            int position = (i + 1) * source;
            end[i] = position / target;
            part[i] = position % target;
        }
    }
}
