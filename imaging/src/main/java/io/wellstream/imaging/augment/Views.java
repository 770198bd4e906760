package io.wellstream.imaging.augment;

import java.util.ArrayList;
import java.util.List;

/** The flips and rotations of a square site: cells have no orientation, so each view shows the same treatment. */
public final class Views {
    /** The view that shows the site as it is. */
    public static final List<Augmentation> AS_IT_IS = List.of();

    private Views() {}

    /**
     * The first 1, 4 or 8 views: 1 is the site as it is, 4 adds the flips and the half rotation, 8 is all flips and rotations.
     *
     * @throws IllegalArgumentException for another number
     */
    public static List<List<Augmentation>> first(int count) {
        return switch (count) {
            case 1 -> List.of(AS_IT_IS);
            case 4 -> flips();
            case 8 -> {
                List<List<Augmentation>> views = new ArrayList<>(flips());
                flips().forEach(flip -> {
                    List<Augmentation> turned = new ArrayList<>(flip);
                    turned.add(new Augmentation.Transpose());
                    views.add(List.copyOf(turned));
                });
                yield List.copyOf(views);
            }
            default -> throw new IllegalArgumentException(count + " views; expected 1, 4 or 8");
        };
    }

    private static List<List<Augmentation>> flips() {
        return List.of(
                AS_IT_IS,
                List.of(new Augmentation.FlipHorizontally()),
                List.of(new Augmentation.FlipVertically()),
                List.of(new Augmentation.FlipHorizontally(), new Augmentation.FlipVertically()));
    }
}
