package io.wellstream.trainer.mixing;

import java.util.List;

/**
 * How each sample of one training batch is mixed with a partner of the same batch: a choice already made, so that every engine mixes in
 * the same way.
 */
public sealed interface Mixing {
    /** Each sample stays as it is. */
    Mixing NONE = new None();

    record None() implements Mixing {}

    /**
     * Each sample gets a box of pixels of its partner, and the partner's label with the share that the box has of the area (Yun et al.,
     * CutMix, 2019).
     *
     * @param partners by sample, the position of its partner in the batch
     */
    record Cut(List<Integer> partners, Box box) implements Mixing {
        public Cut {
            partners = List.copyOf(partners);
        }
    }

    /**
     * Each sample becomes the weighted mean of itself and its partner, pixels and label alike (Zhang et al., mixup, 2018).
     *
     * @param partners by sample, the position of its partner in the batch
     * @param weight of the sample itself, from 0 to 1
     */
    record Blend(List<Integer> partners, double weight) implements Mixing {
        public Blend {
            partners = List.copyOf(partners);
            if (!(weight >= 0 && weight <= 1)) {
                throw new IllegalArgumentException("weight " + weight + "; expected 0 to 1");
            }
        }
    }

    /** A box in pixels of a square image; it may be empty. */
    record Box(int top, int left, int height, int width) {
        public Box {
            if (top < 0 || left < 0 || height < 0 || width < 0) {
                throw new IllegalArgumentException("a box of " + top + ", " + left + ", " + height + ", " + width);
            }
        }
    }
}
