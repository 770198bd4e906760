package io.wellstream.imaging.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SiteCacheTest {
    private static final SiteImage HUNDRED_BYTES = site(10);

    private final SiteCache<String> cache = new SiteCache<>(250);

    @Test
    void theLeastRecentlyUsedSiteGoesFirst() {
        cache.put("a", HUNDRED_BYTES);
        cache.put("b", HUNDRED_BYTES);
        assertThat(cache.get("a")).contains(HUNDRED_BYTES);

        cache.put("c", HUNDRED_BYTES);

        assertThat(cache.get("a")).contains(HUNDRED_BYTES);
        assertThat(cache.get("b")).isEmpty();
        assertThat(cache.get("c")).contains(HUNDRED_BYTES);
        assertThat(cache.bytes()).isEqualTo(200);
    }

    @Test
    void aSitePutTwiceCountsOnce() {
        for (int i = 0; i < 10; i++) {
            cache.put("a", HUNDRED_BYTES);
        }
        assertThat(cache.bytes()).isEqualTo(100);

        cache.put("b", HUNDRED_BYTES);

        assertThat(cache.get("a")).isPresent();
    }

    @Test
    void aSiteThatReplacesAnotherCountsItsOwnBytes() {
        cache.put("a", HUNDRED_BYTES);
        cache.put("a", site(5));

        assertThat(cache.get("a")).contains(site(5));
        assertThat(cache.bytes()).isEqualTo(25);
    }

    @Test
    void aPixelOfSixteenBitsCountsTwoBytes() {
        cache.put("a", new SiteImage(List.of(new Plane(5, 5, new short[25]))));

        assertThat(cache.bytes()).isEqualTo(50);
    }

    @Test
    void aSiteLargerThanTheWholeIsNotKept() {
        cache.put("a", HUNDRED_BYTES);
        cache.put("large", site(20));

        assertThat(cache.get("large")).isEmpty();
        assertThat(cache.get("a")).isPresent();
    }

    @Test
    void aCacheOfNoBytesKeepsNothing() {
        SiteCache<String> none = new SiteCache<>(0);

        none.put("a", HUNDRED_BYTES);

        assertThat(none.get("a")).isEmpty();
        assertThat(none.bytes()).isZero();
    }

    private static SiteImage site(int side) {
        return new SiteImage(List.of(new Plane(side, side, new byte[side * side])));
    }
}
