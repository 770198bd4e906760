package io.wellstream.trainer.plan;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ManifestSite;
import io.wellstream.proto.v1.ManifestWell;
import io.wellstream.proto.v1.MaskedChannel;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.wire.Floats;
import io.wellstream.wire.illumination.PlateCorrection;
import io.wellstream.wire.illumination.PlateSites;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The wells that a run may use, read from its manifest and never from the table, so that a resumed run uses the same ones.
 *
 * @param wells of the experiments that the run needs
 * @param controlLabels the labels of the control wells of all experiments
 * @param illuminations the illumination functions of plates whose sites are corrected
 */
public record DataSet(
        DatasetId id,
        ScreenDescription screen,
        List<Well> wells,
        Set<String> controlLabels,
        Map<PlateId, ObjectRef> illuminations) {

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

    /** A site object in the store, and the statistics of its original pixels, or of the corrected ones. */
    public record Site(SiteId id, long size, ByteString sha256, ChannelStatistics statistics) {
        /** The channels of which it has no image, from 0. */
        List<Integer> masked() {
            return IntStream.range(0, statistics.channels())
                    .filter(statistics::isMasked)
                    .boxed()
                    .toList();
        }
    }

    public DataSet {
        wells = List.copyOf(wells);
        controlLabels = Set.copyOf(controlLabels);
        illuminations = Map.copyOf(illuminations);
    }

    /** Reads a manifest that is one message, as {@link #of(Manifest, Iterable)} does. */
    public static DataSet of(Manifest manifest) {
        return of(manifest, List.of(manifest));
    }

    /**
     * Reads a manifest; refuses one whose wells are out of order, or whose sites differ from the screen in their channels or depth.
     *
     * @param pages those that are needed, in the order of their wells; each is read once and not kept
     */
    public static DataSet of(Manifest root, Iterable<Manifest> pages) {
        Reader reader = new Reader(root);
        pages.forEach(reader::add);
        return reader.done();
    }

    /** Reads pages one after another. What many wells have in common is in memory once. */
    private static final class Reader {
        private final Manifest root;
        private final List<Well> wells = new ArrayList<>();
        private final Map<Object, Object> known = new HashMap<>();

        Reader(Manifest root) {
            this.root = root;
        }

        void add(Manifest page) {
            for (ManifestWell each : page.getWellsList()) {
                Well well = well(each);
                if (!wells.isEmpty() && wells.getLast().id().compareTo(well.id()) >= 0) {
                    throw new IllegalArgumentException("the manifest of " + root.getDataset()
                            + " is out of order at well " + well.id()
                            + "; expected each well once, in ascending order");
                }
                wells.add(well);
            }
        }

        DataSet done() {
            Set<String> controls = root.getPagesCount() > 0
                    ? root.getPagesList().stream()
                            .flatMap(page -> page.getControlLabelsList().stream())
                            .collect(Collectors.toSet())
                    : wells.stream().filter(Well::isControl).map(Well::label).collect(Collectors.toSet());
            return new DataSet(new DatasetId(root.getDataset()), root.getScreen(), wells, controls, Map.of());
        }

        private Well well(ManifestWell well) {
            WellId read = WellKeys.wellOf(well.getWell());
            WellId id = new WellId(shared(read.plate()), shared(read.position()));
            return new Well(
                    id,
                    shared(new CellType(well.getCellType())),
                    well.getSubset(),
                    well.getRole(),
                    shared(well.getLabel()),
                    well.getSitesList().stream().map(site -> site(id, site)).toList());
        }

        private Site site(WellId well, ManifestSite site) {
            SiteId id = new SiteId(well, site.getSite());
            int channels = root.getScreen().getChannelsCount();
            if (site.getMeanCount() != channels || site.getSdCount() != channels) {
                throw new IllegalArgumentException("the manifest has " + site.getMeanCount() + " channels for site "
                        + id + "; its screen has " + channels);
            }
            Depth depth = Depth.of(root.getScreen().getSixteenBitSites());
            if (Depth.of(site.getSixteenBits()) != depth) {
                throw new IllegalArgumentException("the manifest has " + Depth.of(site.getSixteenBits())
                        + " grey levels for site " + id + "; its screen has " + depth + " ones");
            }
            return new Site(
                    id,
                    site.getSize(),
                    site.getSha256(),
                    new ChannelStatistics(Floats.array(site.getMeanList()), Floats.array(site.getSdList()), depth)
                            .masking(site.getMaskedList()));
        }

        @SuppressWarnings("unchecked") // equal objects are of one class
        private <T> T shared(T value) {
            Object first = known.putIfAbsent(value, value);
            return first == null ? value : (T) first;
        }
    }

    /** The manifest of these wells, sorted by id, so that equal data gives equal bytes in whatever order it arrived. */
    public static Manifest manifest(DatasetId id, ScreenDescription screen, Collection<WellIngested> wells) {
        return manifest(wells).setDataset(id.name()).setScreen(screen).build();
    }

    private static Manifest.Builder manifest(Collection<WellIngested> wells) {
        Manifest.Builder manifest = Manifest.newBuilder();
        wells.stream()
                .sorted(Comparator.comparing(well -> WellKeys.wellOf(well.getWell())))
                .map(DataSet::manifestWell)
                .forEach(manifest::addWells);
        return manifest;
    }

    public int channels() {
        return screen.getChannelsCount();
    }

    /** Of the grey levels of all sites. */
    public Depth depth() {
        return Depth.of(screen.getSixteenBitSites());
    }

    /** The page of an experiment's wells: the manifest of a data set is its root's part followed by the pages. */
    public static Manifest page(Collection<WellIngested> wells) {
        return manifest(wells).build();
    }

    /** All sites of the plates with wells of a run's cell type, ascending by plate. */
    public List<PlateSites> plates(Scope scope) {
        return wells.stream()
                .filter(well -> scope.cellType().map(well.cellType()::equals).orElse(true))
                .map(well -> well.id().plate())
                .distinct()
                .sorted()
                .map(this::sites)
                .toList();
    }

    private PlateSites sites(PlateId plate) {
        return new PlateSites(
                id,
                plate,
                depth(),
                wells.stream()
                        .filter(well -> well.id().plate().equals(plate))
                        .flatMap(well -> well.sites().stream())
                        .map(site -> new PlateSites.Site(site.id(), object(site), site.masked()))
                        .toList());
    }

    private ObjectRef object(Site site) {
        return ObjectRef.newBuilder()
                .setKey(ObjectKeys.site(id, site.id(), depth()).path())
                .setSize(site.size())
                .setSha256(site.sha256())
                .build();
    }

    /** The same with the illumination of these plates corrected: the statistics of their sites are those after the correction. */
    public DataSet corrected(Map<PlateId, PlateCorrection> plates) {
        return new DataSet(
                id,
                screen,
                wells.stream()
                        .map(well -> corrected(well, plates.get(well.id().plate())))
                        .toList(),
                controlLabels,
                plates.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, plate -> plate.getValue()
                        .ref())));
    }

    private static Well corrected(Well well, @Nullable PlateCorrection plate) {
        if (plate == null) {
            return well;
        }
        return new Well(
                well.id(),
                well.cellType(),
                well.subset(),
                well.role(),
                well.label(),
                well.sites().stream()
                        .map(site -> new Site(site.id(), site.size(), site.sha256(), plate.statistics(site.id())))
                        .toList());
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
                .addAllMasked(site.getMaskedList().stream()
                        .map(MaskedChannel::getIndex)
                        .toList())
                .build();
    }
}
