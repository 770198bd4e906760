package io.wellstream.wire.keys;

import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.wire.RejectedException;

/** The one mapping between a well's identifier and its wire form. */
public final class WellKeys {
    private WellKeys() {}

    public static WellKey of(WellId well) {
        return WellKey.newBuilder()
                .setExperiment(well.experiment().name())
                .setPlate(well.plate().number())
                .setPlateName(well.plate().number() == 0 ? well.plate().name() : "")
                .setWell(well.position().toString())
                .build();
    }

    /** Reads the wire form; a malformed one is rejected. */
    public static WellId wellOf(WellKey key) {
        try {
            return WellId.of(key.getExperiment(), plateOf(key), key.getWell());
        } catch (IllegalArgumentException e) {
            throw new RejectedException("malformed well key: " + e.getMessage(), e);
        }
    }

    /** The number or name of a well's plate. */
    public static String plateOf(WellKey key) {
        return plate(key.getPlate(), key.getPlateName());
    }

    /** The number or name of a plate, from the two fields that messages have for it. */
    public static String plate(int number, String name) {
        return name.isEmpty() ? Integer.toString(number) : name;
    }

    /** Reads the wire form of a site; a malformed one is rejected. */
    public static SiteId siteOf(WellKey key, int site) {
        try {
            return new SiteId(wellOf(key), site);
        } catch (IllegalArgumentException e) {
            throw new RejectedException("malformed site: " + e.getMessage(), e);
        }
    }
}
