package io.wellstream.augment;

import com.google.protobuf.ByteString;
import io.wellstream.augment.SampleParts.Part;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.SiteCache;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import io.wellstream.wire.store.ObjectStore;
import java.time.Duration;
import java.util.Optional;

/**
 * The decoded sites that samples are made of, from memory or from the store, verified by size and digest. Where a request asks for it,
 * their illumination is corrected, before they are kept in memory.
 */
final class SiteImages {
    private final ObjectStore store;
    private final SiteCache<ByteString> cache;
    private final AugmentMeters meters;
    private final PlateIlluminations illuminations;

    SiteImages(ObjectStore store, SiteCache<ByteString> cache, AugmentMeters meters) {
        this.store = store;
        this.cache = cache;
        this.meters = meters;
        this.illuminations = new PlateIlluminations(store);
    }

    /**
     * @throws RejectedException naming the well, if its object is missing, differs from the reference or is no site
     */
    SiteImage get(Part part) {
        ByteString content = part.illumination()
                .map(illumination -> part.object().getSha256().concat(illumination.getSha256()))
                .orElse(part.object().getSha256());
        Optional<SiteImage> cached = cache.get(content);
        if (cached.isPresent()) {
            meters.cacheHit();
            return cached.get();
        }
        long start = System.nanoTime();
        SiteImage site;
        try {
            SiteImage decoded = SiteObject.decode(store.get(part.object()));
            site = part.illumination()
                    .map(illumination -> illuminations.get(illumination).correct(decoded))
                    .orElse(decoded);
        } catch (MissingObjectException | CorruptObjectException e) {
            throw part.rejected(new RejectedException(
                    e.getMessage()
                            + "; restore it with 'wellstream ingest --verify' on the screen's files, then continue"
                            + " the run with 'wellstream train --resume'",
                    e));
        } catch (RejectedException | BadImageException | IllegalArgumentException e) {
            throw part.rejected(e);
        }
        meters.fetched(Duration.ofNanos(System.nanoTime() - start));
        cache.put(content, site);
        return site;
    }
}
