package io.wellstream.scorer;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sites as networks want them, before normalisation: the least recently used ones leave when their bytes are too many. */
final class SiteCache {
    private final long capacity; // bytes
    private final Map<Key, SiteImage> sites = new LinkedHashMap<>(16, 0.75f, true); // guarded by this
    private long bytes;

    SiteCache(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Names what a prepared site was made from, by content: it is never out of date.
     *
     * @param sha256 of the site's object
     * @param preparation what was done to its pixels
     */
    record Key(ByteString sha256, List<Augmentation> preparation) {
        Key {
            preparation = List.copyOf(preparation);
        }
    }

    synchronized Optional<SiteImage> get(Key key) {
        return Optional.ofNullable(sites.get(key));
    }

    synchronized void put(Key key, SiteImage site) {
        if (size(site) > capacity) {
            return;
        }
        SiteImage before = sites.put(key, site);
        bytes += size(site) - (before == null ? 0 : size(before));
        var eldest = sites.entrySet().iterator();
        while (bytes > capacity) {
            bytes -= size(eldest.next().getValue());
            eldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    private static long size(SiteImage site) {
        return (long) site.channels() * site.width() * site.height();
    }
}
