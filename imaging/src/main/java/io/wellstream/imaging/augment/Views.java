package io.wellstream.imaging.augment;

import java.util.ArrayList;
import java.util.List;

/** The flips and turns of a square, as views of one site: cells have no up and no left, so each view shows the same treatment. */
public final class Views {
    /** Of all eight, the view that shows the site as it is. */
    public static final List<Augmentation> AS_IT_IS = List.of();

    private Views() {}

    /**
     * The first views: 1 is the site as it is, 4 adds the flips and the half turn, 8 is all flips and turns.
     *
     * @throws IllegalArgumentException if it is another number
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
