package io.wellstream.wire.illumination;

import com.google.protobuf.InvalidProtocolBufferException;
import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.imaging.illumination.IlluminationFunction;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.CorrectedSite;
import io.wellstream.proto.v1.IlluminationLevels;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.PlateIllumination;
import io.wellstream.wire.Floats;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.WellKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the sites of a plate are corrected, and their statistics after the correction.
 *
 * @param ref of the object that holds it
 */
public record PlateCorrection(ObjectRef ref, Illumination illumination, Map<SiteId, ChannelStatistics> statistics) {
    public PlateCorrection {
        statistics = Map.copyOf(statistics);
    }

    /**
     * The statistics of a site after the correction.
     *
     * @throws IllegalArgumentException if the correction was not computed from this site
     */
    public ChannelStatistics statistics(SiteId site) {
        ChannelStatistics known = statistics.get(site);
        if (known == null) {
            throw new IllegalArgumentException(
                    "site " + site + " is not one of those that " + ref.getKey() + " was computed from");
        }
        return known;
    }

    /** Reads the object of a plate. Its masked channels are those of {@code plate}. */
    static PlateCorrection parse(ObjectKey key, byte[] bytes, PlateSites plate) {
        PlateIllumination message = message(key, bytes);
        Map<SiteId, List<Integer>> masked = new HashMap<>();
        plate.sites().forEach(site -> masked.put(site.id(), site.masked()));
        Map<SiteId, ChannelStatistics> statistics = new HashMap<>();
        for (CorrectedSite site : message.getSitesList()) {
            SiteId id = WellKeys.siteOf(site.getWell(), site.getSite());
            statistics.put(
                    id,
                    new ChannelStatistics(
                                    Floats.array(site.getMeanList()), Floats.array(site.getSdList()), plate.depth())
                            .masking(masked.getOrDefault(id, List.of())));
        }
        return new PlateCorrection(key.refTo(bytes), illumination(message), statistics);
    }

    /** The illumination functions in the object of a plate. */
    public static Illumination illumination(ObjectKey key, byte[] bytes) {
        return illumination(message(key, bytes));
    }

    private static PlateIllumination message(ObjectKey key, byte[] bytes) {
        try {
            return PlateIllumination.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("object " + key + " is not an illumination function", e);
        }
    }

    private static Illumination illumination(PlateIllumination message) {
        return new Illumination(message.getChannelsList().stream()
                .map(channel -> new IlluminationFunction(
                        channel.getColumns(),
                        channel.getRows(),
                        Floats.array(channel.getLevelsList()),
                        channel.getOffset()))
                .toList());
    }

    /** The bytes of the object. */
    static byte[] encode(PlateSites plate, Illumination illumination, List<ChannelStatistics> statistics) {
        PlateIllumination.Builder message = PlateIllumination.newBuilder()
                .setDataset(plate.dataset().name())
                .setExperiment(plate.plate().experiment().name())
                .setPlate(plate.plate().name());
        for (IlluminationFunction channel : illumination.channels()) {
            message.addChannels(IlluminationLevels.newBuilder()
                    .setColumns(channel.columns())
                    .setRows(channel.rows())
                    .addAllLevels(Floats.list(channel.levels()))
                    .setOffset(channel.offset()));
        }
        for (int i = 0; i < statistics.size(); i++) {
            SiteId id = plate.sites().get(i).id();
            message.addSites(CorrectedSite.newBuilder()
                    .setWell(WellKeys.of(id.well()))
                    .setSite(id.number())
                    .addAllMean(Floats.list(statistics.get(i).mean()))
                    .addAllSd(Floats.list(statistics.get(i).sd())));
        }
        return message.build().toByteArray();
    }
}
