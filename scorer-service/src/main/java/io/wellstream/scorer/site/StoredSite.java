package io.wellstream.scorer.site;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.WellKeys;
import java.util.List;

/** A complete site of an ingested well, with the location and digest of its planes. */
public record StoredSite(DatasetId dataset, SiteId id, IngestedSite ingested) {
    public static List<StoredSite> of(DatasetId dataset, WellIngested well) {
        return well.getSitesList().stream()
                .map(site -> new StoredSite(dataset, WellKeys.siteOf(well.getWell(), site.getSite()), site))
                .toList();
    }

    ObjectRef object() {
        return ObjectRef.newBuilder()
                .setKey(ObjectKeys.site(dataset, id, Depth.of(ingested.getSixteenBits()))
                        .path())
                .setSize(ingested.getSize())
                .setSha256(ingested.getSha256())
                .build();
    }
}
