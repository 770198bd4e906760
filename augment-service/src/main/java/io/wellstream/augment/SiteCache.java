package io.wellstream.augment;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.pixels.SiteImage;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Decoded sites by the digest of their object, up to a number of bytes; the least recently used one goes first. */
final class SiteCache {
    private final long capacity;
    private final Map<ByteString, SiteImage> sites = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * @param capacity bytes of pixels; 0 keeps nothing
     */
    SiteCache(long capacity) {
        this.capacity = capacity;
    }

    synchronized Optional<SiteImage> get(ByteString sha256) {
        return Optional.ofNullable(sites.get(sha256));
    }

    synchronized void put(ByteString sha256, SiteImage site) {
        if (size(site) > capacity || sites.putIfAbsent(sha256, site) != null) {
            return;
        }
        bytes += size(site);
        Iterator<SiteImage> oldest = sites.values().iterator();
        while (bytes > capacity) {
            bytes -= size(oldest.next());
            oldest.remove();
        }
    }

    private static long size(SiteImage site) {
        return (long) site.channels() * site.width() * site.height();
    }
}
