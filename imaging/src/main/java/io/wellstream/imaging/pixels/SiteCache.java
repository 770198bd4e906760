package io.wellstream.imaging.pixels;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decoded sites up to a number of bytes; the least recently used ones are dropped first. Safe for several threads.
 *
 * @param <K> names a site's content, for example by the digest of its object, so an entry is never out of date
 */
public final class SiteCache<K> {
    private final long capacity;
    private final Map<K, SiteImage> sites = new LinkedHashMap<>(16, 0.75f, true); // guarded by this
    private long bytes;

    /**
     * @param capacity bytes of pixels; 0 keeps nothing
     */
    public SiteCache(long capacity) {
        this.capacity = capacity;
    }

    public synchronized Optional<SiteImage> get(K key) {
        return Optional.ofNullable(sites.get(key));
    }

    /** Keeps the site unless it is larger than the whole cache. */
    public synchronized void put(K key, SiteImage site) {
        if (size(site) > capacity) {
            return;
        }
        SiteImage before = sites.put(key, site);
        bytes += size(site) - (before == null ? 0 : size(before));
        Iterator<SiteImage> leastRecentlyUsed = sites.values().iterator();
        while (bytes > capacity) {
            bytes -= size(leastRecentlyUsed.next());
            leastRecentlyUsed.remove();
        }
    }

    /** The bytes of pixels it holds now. */
    public synchronized long bytes() {
        return bytes;
    }

    private static long size(SiteImage site) {
        return (long) site.depth().bytes() * site.channels() * site.width() * site.height();
    }
}
