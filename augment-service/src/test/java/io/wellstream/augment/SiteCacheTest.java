package io.wellstream.augment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteCacheTest {
    private final SiteCache cache = new SiteCache(250);

    @Test
    void theLeastRecentlyUsedSiteGoesFirst() {
        cache.put(digest(1), site());
        cache.put(digest(2), site());
        assertThat(cache.get(digest(1))).isPresent();

        cache.put(digest(3), site());

        assertThat(cache.get(digest(2))).isEmpty();
        assertThat(cache.get(digest(1))).isPresent();
        assertThat(cache.get(digest(3))).isPresent();
    }

    @Test
    void aSitePutTwiceCountsOnce() {
        for (int i = 0; i < 10; i++) {
            cache.put(digest(1), site());
        }
        cache.put(digest(2), site());

        assertThat(cache.get(digest(1))).isPresent();
    }

    @Test
    void aSiteLargerThanTheWholeIsNotKept() {
        SiteCache none = new SiteCache(0);

        none.put(digest(1), site());

        assertThat(none.get(digest(1))).isEmpty();
    }

    private static SiteImage site() {
        return new SiteImage(List.of(new Plane(10, 10, new byte[100])));
    }

    private static ByteString digest(int i) {
        return ByteString.copyFrom(new byte[] {(byte) i});
    }
}
