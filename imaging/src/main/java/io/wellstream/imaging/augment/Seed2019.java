package io.wellstream.imaging.augment;

import io.wellstream.imaging.random.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/**
 * The policy of the 2019 code: a resize without antialiasing, then in random order a tone change, two flips and a crop followed by
 * an enlargement, as imgaug 0.2.9's {@code Sequential(random_order=True)} of {@code Sometimes(0.5, OneOf(Add, Multiply,
 * ContrastNormalization))}, {@code Fliplr(0.5)}, {@code Flipud(0.5)} and {@code Crop(percent=(0, 0.1))}.
 */
final class Seed2019 {
    private static final double LARGEST_CROP = 0.1;

    private Seed2019() {}

    static List<Augmentation> draw(SplitMix64 random, int side) {
        List<List<Augmentation>> steps = new ArrayList<>(List.of(
                tone(random),
                flip(random, new Augmentation.FlipHorizontally()),
                flip(random, new Augmentation.FlipVertically()),
                crop(random, side)));
        for (int i = steps.size() - 1; i > 0; i--) { // Fisher-Yates
            int j = random.nextInt(i + 1);
            List<Augmentation> step = steps.get(i);
            steps.set(i, steps.get(j));
            steps.set(j, step);
        }
        List<Augmentation> choices = new ArrayList<>();
        choices.add(new Augmentation.Resize(side, Sampling.LINEAR));
        steps.forEach(choices::addAll);
        return List.copyOf(choices);
    }

    private static List<Augmentation> tone(SplitMix64 random) {
        if (!random.nextBoolean()) {
            return List.of();
        }
        return List.of(
                switch (random.nextInt(3)) {
                    case 0 -> new Augmentation.Add(random.nextInt(21) - 10);
                    case 1 -> new Augmentation.Multiply((float) random.between(0.9, 1.1));
                    default -> new Augmentation.Contrast((float) random.between(0.9, 1.1));
                });
    }

    private static List<Augmentation> flip(SplitMix64 random, Augmentation flip) {
        return random.nextBoolean() ? List.of(flip) : List.of();
    }

    private static List<Augmentation> crop(SplitMix64 random, int side) {
        Augmentation.Crop crop = new Augmentation.Crop(
                pixels(random, side), pixels(random, side), pixels(random, side), pixels(random, side));
        return List.of(crop, new Augmentation.Resize(side, Sampling.AREA));
    }

    private static int pixels(SplitMix64 random, int side) {
        return (int) Math.rint(side * random.between(0, LARGEST_CROP));
    }
}
