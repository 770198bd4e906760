package io.wellstream.wire.illumination;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.MaskedChannel;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.keys.WellKeys;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The sites of a plate, from which its illumination is computed, and which name the result.
 *
 * @param depth of their grey levels
 * @param sites ascending
 */
public record PlateSites(DatasetId dataset, PlateId plate, Depth depth, List<Site> sites) {
    /**
     * A site and its object.
     *
     * @param masked channels of which it has no image, from 0, ascending
     */
    public record Site(SiteId id, ObjectRef object, List<Integer> masked) {
        public Site {
            masked = List.copyOf(masked);
        }
    }

    public PlateSites {
        sites = sites.stream().sorted(Comparator.comparing(Site::id)).toList();
    }

    /** All sites of these wells, which are those of the plate. */
    public static PlateSites of(DatasetId dataset, PlateId plate, Collection<WellIngested> wells) {
        return new PlateSites(
                dataset,
                plate,
                Depth.of(wells.stream()
                        .flatMap(well -> well.getSitesList().stream())
                        .anyMatch(IngestedSite::getSixteenBits)),
                wells.stream()
                        .flatMap(well -> well.getSitesList().stream().map(site -> site(dataset, well, site)))
                        .toList());
    }

    private static Site site(DatasetId dataset, WellIngested well, IngestedSite site) {
        SiteId id = WellKeys.siteOf(well.getWell(), site.getSite());
        ObjectRef object = ObjectRef.newBuilder()
                .setKey(ObjectKeys.site(dataset, id, Depth.of(site.getSixteenBits()))
                        .path())
                .setSize(site.getSize())
                .setSha256(site.getSha256())
                .build();
        return new Site(
                id,
                object,
                site.getMaskedList().stream().map(MaskedChannel::getIndex).toList());
    }

    /** The key of what is computed from these sites. */
    public ObjectKey key() {
        StringBuilder what = new StringBuilder();
        for (Site site : sites) {
            what.append(site.id())
                    .append(' ')
                    .append(Sha256.hex(site.object().getSha256()))
                    .append(' ')
                    .append(site.masked())
                    .append('\n');
        }
        return ObjectKeys.illumination(
                dataset, plate, Sha256.hexOf(what.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
