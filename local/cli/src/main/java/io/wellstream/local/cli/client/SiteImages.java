package io.wellstream.local.cli.client;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.WellKeys;
import io.wellstream.wire.store.ObjectStore;

/** Reads the first whole site of a well from the store. */
public final class SiteImages {
    private SiteImages() {}

    public static WellId id(WellIngested well) {
        return WellKeys.wellOf(well.getWell());
    }

    public static SiteImage first(ObjectStore store, WellIngested well) {
        IngestedSite site = well.getSites(0);
        SiteId id = new SiteId(id(well), site.getSite());
        ObjectRef ref = ObjectRef.newBuilder()
                .setKey(ObjectKeys.site(new DatasetId(well.getDataset()), id, Depth.of(site.getSixteenBits()))
                        .path())
                .setSize(site.getSize())
                .setSha256(site.getSha256())
                .build();
        try {
            return SiteObject.decode(store.get(ref));
        } catch (BadImageException e) {
            throw new UserError("site " + id + " in the store cannot be read: " + e.getMessage(), e);
        }
    }
}
