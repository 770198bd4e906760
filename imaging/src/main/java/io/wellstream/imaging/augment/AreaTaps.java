package io.wellstream.imaging.augment;

/**
 * For each pixel of one shrunken axis, the source pixels that it covers. Weights are integers, in units of 1/target of a source
 * pixel, and add up to the source's length, so that nothing is rounded before the last step.
 */
final class AreaTaps {
    final int[] first; // [target]
    final int[] last; // [target], inclusive
    final int[] firstWeight; // [target]; if first and last are the same, of that one
    final int[] lastWeight; // [target]
    private final int target;

    AreaTaps(int source, int target) {
        this.target = target;
        first = new int[target];
        last = new int[target];
        firstWeight = new int[target];
        lastWeight = new int[target];
        for (int i = 0; i < target; i++) {
            int begin = i * source;
            int end = begin + source;
            first[i] = begin / target;
            last[i] = (end - 1) / target;
            firstWeight[i] = Math.min(end, (first[i] + 1) * target) - begin;
            lastWeight[i] = end - last[i] * target;
        }
    }

    /** The weight of a pixel that is fully covered. */
    int whole() {
        return target;
    }

    /** The weight of a source pixel between first and last. */
    int weight(int i, int source) {
        if (source == first[i]) {
            return firstWeight[i];
        }
        return source == last[i] ? lastWeight[i] : target;
    }
}
