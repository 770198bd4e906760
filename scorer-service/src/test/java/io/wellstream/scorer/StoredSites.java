package io.wellstream.scorer;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.pixels.PixelStatistics;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.InMemoryObjectStore;
import java.util.Arrays;
import java.util.List;

/** Puts sites of one grey level per channel into a store. */
final class StoredSites {
    private static final int SIDE = ScreenFixture.SIDE;

    private final InMemoryObjectStore store;
    private Depth depth = Depth.EIGHT;

    StoredSites(InMemoryObjectStore store) {
        this.store = store;
    }

    /** The sites that are put from now on have 16 bits. */
    void useSixteenBits() {
        depth = Depth.SIXTEEN;
    }

    IngestedSite put(SiteId id, int[] greys) {
        List<Plane> planes = Arrays.stream(greys).mapToObj(this::plane).toList();
        byte[] object = SiteObject.encode(new SiteImage(planes));
        store.putIfAbsent(ObjectKeys.site(ScreenFixture.SCREEN, id, depth), object);
        IngestedSite.Builder site = IngestedSite.newBuilder()
                .setSite(id.number())
                .setSize(object.length)
                .setSha256(ByteString.copyFrom(Sha256.of(object)))
                .setWidth(SIDE)
                .setHeight(SIDE)
                .setSixteenBits(depth.isSixteen());
        for (Plane plane : planes) {
            PixelStatistics statistics = plane.statistics();
            site.addImages(IngestedImage.newBuilder().setMean(statistics.mean()).setSd(statistics.sd()));
        }
        return site.build();
    }

    private Plane plane(int grey) {
        if (depth.isSixteen()) {
            short[] levels = new short[SIDE * SIDE];
            Arrays.fill(levels, (short) grey);
            return new Plane(SIDE, SIDE, levels);
        }
        byte[] pixels = new byte[SIDE * SIDE];
        Arrays.fill(pixels, (byte) grey);
        return new Plane(SIDE, SIDE, pixels);
    }
}
