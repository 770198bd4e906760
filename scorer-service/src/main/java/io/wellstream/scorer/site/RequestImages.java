package io.wellstream.scorer.site;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.PixelStatistics;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.PngDecoder;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.proto.v1.SitePlanes;
import io.wellstream.proto.v1.WellImages;
import io.wellstream.scorer.call.RequestFields;
import io.wellstream.scorer.call.ScorerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Wells whose images came with the request. Every file is decoded and proven whole, as an ingest does it. */
public final class RequestImages {
    static final int MOST_WELLS = 64;
    static final long MOST_BYTES = 16L << 20;
    private static final int MOST_SITES = 16;
    private static final int LONGEST_NAME = 100;

    /** A small file may hold many pixels: bounds what a site takes when decoded. */
    private static final int LONGEST_SIDE = 2_048;

    private RequestImages() {}

    /** A well of the request: nothing of it is decoded yet. */
    public record Well(int index, WellImages images, Optional<CellType> cellType) {
        public String name() {
            return images.getName();
        }

        public int sites() {
            return images.getSitesCount();
        }
    }

    /** One site, decoded, with the statistics of its original pixels. */
    record Site(SiteImage image, ChannelStatistics statistics) {}

    /** Checks all that can be checked without decoding. */
    public static List<Well> parse(List<WellImages> images) {
        if (images.size() > MOST_WELLS) {
            throw new ScorerException.InvalidRequest(images.size() + " wells with images in one call; expected at most "
                    + MOST_WELLS + ", so split the list or stream it");
        }
        List<Well> wells = new ArrayList<>(images.size());
        long bytes = 0;
        for (int i = 0; i < images.size(); i++) {
            wells.add(well(i, images.get(i)));
            bytes += images.get(i).getSerializedSize();
        }
        if (bytes > MOST_BYTES) {
            throw new ScorerException.TooLarge(bytes + " bytes of images in one call; expected at most " + MOST_BYTES
                    + ", so send fewer wells at a time");
        }
        return wells;
    }

    private static Well well(int index, WellImages images) {
        String field = "images[" + index + "]";
        if (images.getSitesCount() == 0 || images.getSitesCount() > MOST_SITES) {
            throw new ScorerException.InvalidRequest(
                    field + ": " + images.getSitesCount() + " sites; expected 1 to " + MOST_SITES);
        }
        if (images.getName().length() > LONGEST_NAME) {
            throw new ScorerException.InvalidRequest(
                    field + ".name: " + images.getName().length() + " characters; expected at most " + LONGEST_NAME);
        }
        Optional<CellType> cellType = images.getCellType().isEmpty()
                ? Optional.empty()
                : Optional.of(RequestFields.valid(field + ".cell_type", () -> new CellType(images.getCellType())));
        return new Well(index, images, cellType);
    }

    /** One site of a well, for a model of so many channels. */
    public static Site decode(Well well, int site, int channels) {
        return decode(
                "images[" + well.index() + "].sites[" + site + "]",
                well.images().getSites(site),
                channels);
    }

    /** @param field of the request that holds the site */
    public static Site decode(String field, SitePlanes site, int channels) {
        if (site.getChannelsCount() != channels) {
            throw new ScorerException.InvalidRequest(field + ": " + site.getChannelsCount()
                    + " channels; the model takes " + channels + ", one 8-bit grey PNG each, in the screen's order");
        }
        List<Plane> planes = new ArrayList<>(channels);
        float[] mean = new float[channels];
        float[] sd = new float[channels];
        for (int c = 0; c < channels; c++) {
            Plane plane = plane(field + ".channels[" + c + "]", site.getChannels(c));
            Plane first = planes.isEmpty() ? plane : planes.getFirst();
            if (plane.width() != first.width() || plane.height() != first.height()) {
                throw new ScorerException.BadImage(field + ".channels[" + c + "]: " + plane.width() + "x"
                        + plane.height() + " pixels; expected " + first.width() + "x" + first.height()
                        + " as channels[0]");
            }
            if (plane.width() > LONGEST_SIDE || plane.height() > LONGEST_SIDE) {
                throw new ScorerException.BadImage(field + ".channels[" + c + "]: " + plane.width() + "x"
                        + plane.height() + " pixels; expected sides of at most " + LONGEST_SIDE);
            }
            PixelStatistics statistics = plane.statistics();
            mean[c] = statistics.mean();
            sd[c] = statistics.sd();
            planes.add(plane);
        }
        return new Site(new SiteImage(planes), new ChannelStatistics(mean, sd));
    }

    private static Plane plane(String field, ByteString png) {
        try {
            return PngDecoder.decode(png.toByteArray());
        } catch (BadImageException e) {
            throw new ScorerException.BadImage(field + ": " + e.getMessage());
        }
    }
}
