package io.wellstream.imaging.augment;

import io.wellstream.imaging.random.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A named way to draw augmentations. Configurations use the name; a draw depends on its arguments only. */
public enum AugmentationPolicy {
    /** Only the resize, averaged over areas. */
    NONE("none") {
        @Override
        public List<Augmentation> draw(long seed, int side, int channels) {
            return List.of(new Augmentation.Resize(side, Sampling.AREA));
        }
    },
    /** Only the resize that {@link #SEED_2019} begins with, for validating and scoring with its models. */
    NONE_LINEAR("none-linear") {
        @Override
        public List<Augmentation> draw(long seed, int side, int channels) {
            return List.of(new Augmentation.Resize(side, Sampling.LINEAR));
        }
    },
    /** The augmentations of the 2019 code, as in imgaug 0.2.9. */
    SEED_2019("seed-2019") {
        @Override
        public List<Augmentation> draw(long seed, int side, int channels) {
            return Seed2019.draw(new SplitMix64(seed), side);
        }
    },
    /** Zoom to 0.5…1 of the side, the eight flips and rotations, and in one of five samples a dropped channel. */
    RECOMMENDED("recommended") {
        @Override
        public List<Augmentation> draw(long seed, int side, int channels) {
            return recommended(new SplitMix64(seed), side, channels);
        }
    },
    /** A window of the image without a resize, the eight flips and rotations, and in one of five samples a dropped channel. */
    FULL_RESOLUTION("full-resolution") {
        @Override
        public List<Augmentation> draw(long seed, int side, int channels) {
            SplitMix64 random = new SplitMix64(seed);
            List<Augmentation> choices = window(side, random.nextDouble(), random.nextDouble());
            turnAndDrop(choices, random, channels);
            return List.copyOf(choices);
        }
    },
    /** The window in the middle, for validating and scoring with models of {@link #FULL_RESOLUTION}. */
    CENTRE("centre") {
        @Override
        public List<Augmentation> draw(long seed, int side, int channels) {
            return List.copyOf(window(side, 0.5, 0.5));
        }
    };

    private static final double CHANNEL_DROPOUT = 0.2;

    private final String text;

    AugmentationPolicy(String text) {
        this.text = text;
    }

    /** The policy of that name. */
    public static AugmentationPolicy named(String name) {
        for (AugmentationPolicy policy : values()) {
            if (policy.text.equals(name)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not an augmentation; expected "
                + Arrays.stream(values()).map(p -> p.text).collect(Collectors.joining(", ")));
    }

    /**
     * Draws the augmentations of one sample; they give a square of {@code side} pixels.
     *
     * @param seed of the sample, see {@link SampleSeed}
     */
    public abstract List<Augmentation> draw(long seed, int side, int channels);

    /** The policy for validating and scoring with models that this one trained: the same resize, nothing random. */
    public AugmentationPolicy withoutChance() {
        return switch (this) {
            case SEED_2019, NONE_LINEAR -> NONE_LINEAR;
            case NONE, RECOMMENDED -> NONE;
            case FULL_RESOLUTION, CENTRE -> CENTRE;
        };
    }

    /** Whether it changes grey levels by amounts that are meant for 8 bits. */
    public boolean changesTone() {
        return this == SEED_2019;
    }

    /** The share of samples of so many channels from which this policy drops one. */
    public double channelDropout(int channels) {
        return (this == RECOMMENDED || this == FULL_RESOLUTION) && channels > 1 ? CHANNEL_DROPOUT : 0;
    }

    private static List<Augmentation> recommended(SplitMix64 random, int side, int channels) {
        List<Augmentation> choices = new ArrayList<>();
        choices.add(new Augmentation.Zoom(random.between(0.5, 1), random.nextDouble(), random.nextDouble()));
        choices.add(new Augmentation.Resize(side, Sampling.AREA));
        turnAndDrop(choices, random, channels);
        return List.copyOf(choices);
    }

    /** The resize enlarges images that are smaller than the window, and changes no others. */
    private static List<Augmentation> window(int side, double x, double y) {
        return new ArrayList<>(List.of(new Augmentation.Cut(side, x, y), new Augmentation.Resize(side, Sampling.AREA)));
    }

    private static void turnAndDrop(List<Augmentation> choices, SplitMix64 random, int channels) {
        if (random.nextBoolean()) {
            choices.add(new Augmentation.FlipHorizontally());
        }
        if (random.nextBoolean()) {
            choices.add(new Augmentation.FlipVertically());
        }
        if (random.nextBoolean()) {
            choices.add(new Augmentation.Transpose());
        }
        if (channels > 1 && random.nextDouble() < CHANNEL_DROPOUT) {
            choices.add(new Augmentation.DropChannel(random.nextInt(channels)));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
