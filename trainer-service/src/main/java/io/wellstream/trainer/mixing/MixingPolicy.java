package io.wellstream.trainer.mixing;

import io.wellstream.imaging.random.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * How often and how strongly the batches of a run are mixed. What happens to a batch depends on the run's seed, the epoch and the
 * batch's index alone.
 *
 * @param cutMix decides first
 * @param mixup decides about the batches that are not cut
 */
public record MixingPolicy(Part cutMix, Part mixup) {
    public static final MixingPolicy NONE = new MixingPolicy(Part.NEVER, Part.NEVER);

    /**
     * One way of mixing.
     *
     * @param alpha the weight of the sample itself is drawn from Beta(alpha, alpha)
     * @param probability that a batch is mixed in this way
     */
    public record Part(double alpha, double probability) {
        public static final Part NEVER = new Part(1, 0);

        public Part {
            if (!(alpha > 0) || Double.isInfinite(alpha) || !(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("alpha " + alpha + " and probability " + probability
                        + "; expected alpha above 0 and a probability from 0 to 1");
            }
        }
    }

    /**
     * Draws what happens to one batch.
     *
     * @param side of the images in pixels
     */
    public Mixing draw(long seed, int epoch, int index, int samples, int side) {
        if (cutMix.probability() == 0 && mixup.probability() == 0) {
            return Mixing.NONE;
        }
        SplitMix64 random = SplitMix64.of(seed, "mixing " + epoch, index);
        if (random.nextDouble() < cutMix.probability()) {
            double weight = BetaDraw.symmetric(random, cutMix.alpha());
            Mixing.Box box = box(random, weight, side);
            return new Mixing.Cut(partners(random, samples), box);
        }
        if (random.nextDouble() < mixup.probability()) {
            double weight = BetaDraw.symmetric(random, mixup.alpha());
            return new Mixing.Blend(partners(random, samples), weight);
        }
        return Mixing.NONE;
    }

    /** As the authors' code draws it: an even number of pixels around a random centre, clipped at the edges. */
    private static Mixing.Box box(SplitMix64 random, double weight, int side) {
        int half = (int) (side * StrictMath.sqrt(1 - weight)) / 2;
        int x = random.below(side);
        int y = random.below(side);
        int left = Math.max(0, x - half);
        int top = Math.max(0, y - half);
        return new Mixing.Box(top, left, Math.min(side, y + half) - top, Math.min(side, x + half) - left);
    }

    private static List<Integer> partners(SplitMix64 random, int samples) {
        int[] positions = new int[samples];
        Arrays.setAll(positions, i -> i);
        random.shuffle(positions);
        return Arrays.stream(positions).boxed().toList();
    }
}
