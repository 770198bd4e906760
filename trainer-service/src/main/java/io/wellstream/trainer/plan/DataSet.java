package io.wellstream.trainer.plan;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ManifestSite;
import io.wellstream.proto.v1.ManifestWell;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.wire.Floats;
import io.wellstream.wire.keys.WellKeys;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The wells that a run may use, read from its manifest and never from the table, so that a resumed run uses the same ones. */
public record DataSet(DatasetId id, ScreenDescription screen, List<Well> wells) {

    /** A well with its complete sites; {@code label} is empty if the metadata has none. */
    public record Well(WellId id, CellType cellType, Subset subset, WellRole role, String label, List<Site> sites) {
        public Well {
            sites = List.copyOf(sites);
        }

        public boolean isControl() {
            return role == WellRole.WELL_ROLE_POSITIVE_CONTROL || role == WellRole.WELL_ROLE_NEGATIVE_CONTROL;
        }

        public WellKey key() {
            return WellKeys.of(id);
        }
    }

    /** A site object in the store, and the statistics of its original pixels. */
    public record Site(SiteId id, long size, ByteString sha256, ChannelStatistics statistics) {}

    public DataSet {
        wells = List.copyOf(wells);
    }

    /** Reads a manifest; refuses one whose wells are out of order, or whose sites differ from the screen in their channels or depth. */
    public static DataSet of(Manifest manifest) {
        ScreenDescription screen = manifest.getScreen();
        List<Well> wells =
                manifest.getWellsList().stream().map(well -> well(well, screen)).toList();
        for (int i = 1; i < wells.size(); i++) {
            if (wells.get(i - 1).id().compareTo(wells.get(i).id()) >= 0) {
                throw new IllegalArgumentException("the manifest of " + manifest.getDataset()
                        + " is out of order at well " + wells.get(i).id()
                        + "; expected each well once, in ascending order");
            }
        }
        return new DataSet(new DatasetId(manifest.getDataset()), manifest.getScreen(), wells);
    }

    /** The manifest of these wells, sorted by id, so that equal data gives equal bytes in whatever order it arrived. */
    public static Manifest manifest(DatasetId id, ScreenDescription screen, Collection<WellIngested> wells) {
        Manifest.Builder manifest = Manifest.newBuilder().setDataset(id.name()).setScreen(screen);
        wells.stream()
                .sorted(Comparator.comparing(well -> WellKeys.wellOf(well.getWell())))
                .map(DataSet::manifestWell)
                .forEach(manifest::addWells);
        return manifest.build();
    }

    public int channels() {
        return screen.getChannelsCount();
    }

    /** Of the grey levels of all sites. */
    public Depth depth() {
        return Depth.of(screen.getSixteenBitSites());
    }

    private static ManifestWell manifestWell(WellIngested well) {
        ManifestWell.Builder row = ManifestWell.newBuilder()
                .setWell(well.getWell())
                .setCellType(well.getCellType())
                .setSubset(well.getSubset())
                .setRole(well.getRole())
                .setLabel(well.getLabel())
                .setIdCode(well.getIdCode());
        well.getSitesList().stream()
                .sorted(Comparator.comparingInt(IngestedSite::getSite))
                .map(DataSet::manifestSite)
                .forEach(row::addSites);
        return row.build();
    }

    private static ManifestSite manifestSite(IngestedSite site) {
        return ManifestSite.newBuilder()
                .setSite(site.getSite())
                .setSize(site.getSize())
                .setSha256(site.getSha256())
                .addAllMean(site.getImagesList().stream()
                        .map(IngestedImage::getMean)
                        .toList())
                .addAllSd(
                        site.getImagesList().stream().map(IngestedImage::getSd).toList())
                .setWidth(site.getWidth())
                .setHeight(site.getHeight())
                .setSixteenBits(site.getSixteenBits())
                .build();
    }

    private static Well well(ManifestWell well, ScreenDescription screen) {
        WellId id = WellKeys.wellOf(well.getWell());
        return new Well(
                id,
                new CellType(well.getCellType()),
                well.getSubset(),
                well.getRole(),
                well.getLabel(),
                well.getSitesList().stream().map(site -> site(id, site, screen)).toList());
    }

    private static Site site(WellId well, ManifestSite site, ScreenDescription screen) {
        SiteId id = new SiteId(well, site.getSite());
        int channels = screen.getChannelsCount();
        Depth depth = Depth.of(screen.getSixteenBitSites());
        if (site.getMeanCount() != channels || site.getSdCount() != channels) {
            throw new IllegalArgumentException("the manifest has " + site.getMeanCount() + " channels for site " + id
                    + "; its screen has " + channels);
        }
        if (Depth.of(site.getSixteenBits()) != depth) {
            throw new IllegalArgumentException("the manifest has " + Depth.of(site.getSixteenBits())
                    + " grey levels for site " + id + "; its screen has " + depth + " ones");
        }
        return new Site(
                id,
                site.getSize(),
                site.getSha256(),
                new ChannelStatistics(Floats.array(site.getMeanList()), Floats.array(site.getSdList()), depth));
    }
}
