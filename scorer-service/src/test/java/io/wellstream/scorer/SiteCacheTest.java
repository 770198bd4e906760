package io.wellstream.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteCacheTest {
    private static final SiteImage HUNDRED_BYTES = new SiteImage(List.of(new Plane(10, 10, new byte[100])));

    private final SiteCache cache = new SiteCache(250);

    @Test
    void theSiteThatWasNotUsedForLongestLeavesWhenItsBytesAreTooMany() {
        cache.put(key("a"), HUNDRED_BYTES);
        cache.put(key("b"), HUNDRED_BYTES);
        cache.get(key("a"));
        cache.put(key("c"), HUNDRED_BYTES);

        assertThat(cache.get(key("a"))).contains(HUNDRED_BYTES);
        assertThat(cache.get(key("b"))).isEmpty();
        assertThat(cache.get(key("c"))).contains(HUNDRED_BYTES);
        assertThat(cache.bytes()).isEqualTo(200);
    }

    @Test
    void aSiteThatIsPutTwiceCountsOnce() {
        cache.put(key("a"), HUNDRED_BYTES);
        cache.put(key("a"), HUNDRED_BYTES);

        assertThat(cache.bytes()).isEqualTo(100);
    }

    @Test
    void aSiteLargerThanAllRoomIsNotKept() {
        cache.put(key("a"), HUNDRED_BYTES);
        cache.put(key("large"), new SiteImage(List.of(new Plane(20, 20, new byte[400]))));

        assertThat(cache.get(key("large"))).isEmpty();
        assertThat(cache.get(key("a"))).isPresent();
    }

    private static SiteCache.Key key(String name) {
        return new SiteCache.Key(ByteString.copyFromUtf8(name), List.of());
    }
}
