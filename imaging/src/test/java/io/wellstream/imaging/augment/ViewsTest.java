package io.wellstream.imaging.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViewsTest {
    /** Its eight flips and turns all differ. */
    private static final SiteImage SITE =
            new SiteImage(List.of(new Plane(3, 3, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9})));

    @Test
    void theEightViewsAreAllDifferentAndTheFirstIsTheSiteItself() {
        Set<List<Byte>> seen = new HashSet<>();
        for (List<Augmentation> view : Views.first(8)) {
            seen.add(pixels(view));
        }

        assertThat(seen).hasSize(8);
        assertThat(pixels(Views.first(8).getFirst())).containsExactly(bytes(1, 2, 3, 4, 5, 6, 7, 8, 9));
    }

    @Test
    void fourViewsAreTheFlips() {
        assertThat(Views.first(1)).containsExactly(Views.AS_IT_IS);
        assertThat(Views.first(4)).isEqualTo(Views.first(8).subList(0, 4));
        assertThat(pixels(Views.first(4).getLast())).containsExactly(bytes(9, 8, 7, 6, 5, 4, 3, 2, 1));
    }

    @Test
    void anotherNumberIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Views.first(2)).withMessageContaining("1, 4 or 8");
    }

    private static List<Byte> pixels(List<Augmentation> view) {
        byte[] pixels = Augmenter.apply(SITE, view, 3).planes().getFirst().pixels();
        Byte[] boxed = new Byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            boxed[i] = pixels[i];
        }
        return List.of(boxed);
    }

    private static Byte[] bytes(int... values) {
        Byte[] boxed = new Byte[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = (byte) values[i];
        }
        return boxed;
    }
}
