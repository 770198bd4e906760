package io.wellstream.scorer.site;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.GreyImage;
import io.wellstream.imaging.pixels.PixelStatistics;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.PngDecoder;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.proto.v1.InputDescription;
import io.wellstream.proto.v1.PlateReference;
import io.wellstream.proto.v1.SitePlanes;
import io.wellstream.proto.v1.WellImages;
import io.wellstream.scorer.call.RequestFields;
import io.wellstream.scorer.call.ScorerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Wells whose images are in the request. Every file is decoded completely, as by an ingest.
 *
 * @param plate statistics or controls of the plate that all wells are from
 */
public record RequestImages(List<Well> wells, PlateReference plate) {
    static final int MAX_WELLS = 64;
    static final long MAX_BYTES = 16L << 20;
    private static final int MAX_SITES = 16;
    private static final int MAX_NAME_LENGTH = 100;

    /** A small file may contain many pixels: this bounds the memory of a decoded site. */
    private static final int MAX_SIDE = 2_048;

    /**
     * A well of the request; its images are not decoded.
     *
     * @param index in the request
     */
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

    /** Checks everything that can be checked without decoding. */
    public static RequestImages parse(List<WellImages> images, PlateReference plate) {
        if (images.size() > MAX_WELLS) {
            throw new ScorerException.InvalidRequest(images.size() + " wells with images in one call; expected at most "
                    + MAX_WELLS + ", so split the list or stream it");
        }
        List<Well> wells = new ArrayList<>(images.size());
        long bytes = 0;
        for (int i = 0; i < images.size(); i++) {
            wells.add(well(i, images.get(i)));
            bytes += images.get(i).getSerializedSize();
        }
        if (bytes > MAX_BYTES) {
            throw new ScorerException.TooLarge(bytes + " bytes of images in one call; expected at most " + MAX_BYTES
                    + ", so send fewer wells at a time");
        }
        return new RequestImages(wells, plate);
    }

    private static Well well(int index, WellImages images) {
        String field = "images[" + index + "]";
        if (images.getSitesCount() == 0 || images.getSitesCount() > MAX_SITES) {
            throw new ScorerException.InvalidRequest(
                    field + ": " + images.getSitesCount() + " sites; expected 1 to " + MAX_SITES);
        }
        if (images.getName().length() > MAX_NAME_LENGTH) {
            throw new ScorerException.InvalidRequest(
                    field + ".name: " + images.getName().length() + " characters; expected at most " + MAX_NAME_LENGTH);
        }
        Optional<CellType> cellType = images.getCellType().isEmpty()
                ? Optional.empty()
                : Optional.of(RequestFields.valid(field + ".cell_type", () -> new CellType(images.getCellType())));
        return new Well(index, images, cellType);
    }

    /** Decodes one site of a well for a model with that input. */
    public static Site decode(Well well, int site, InputDescription input) {
        return decode(
                "images[" + well.index() + "].sites[" + site + "]",
                well.images().getSites(site),
                input);
    }

    /** @param field the request's field that contains the site */
    static Site decode(String field, SitePlanes site, InputDescription input) {
        int channels = input.getChannels();
        Depth depth = Preprocessing.depth(input);
        if (site.getChannelsCount() != channels) {
            throw new ScorerException.InvalidRequest(
                    field + ": " + site.getChannelsCount() + " channels; the model requires " + channels + ", one "
                            + depth + " grey PNG each, in the screen's order");
        }
        List<Plane> planes = new ArrayList<>(channels);
        float[] mean = new float[channels];
        float[] sd = new float[channels];
        for (int c = 0; c < channels; c++) {
            Plane plane = plane(field + ".channels[" + c + "]", site.getChannels(c), depth);
            Plane first = planes.isEmpty() ? plane : planes.getFirst();
            if (plane.width() != first.width() || plane.height() != first.height()) {
                throw new ScorerException.BadImage(field + ".channels[" + c + "]: " + plane.width() + "x"
                        + plane.height() + " pixels; expected " + first.width() + "x" + first.height()
                        + " as channels[0]");
            }
            if (plane.width() > MAX_SIDE || plane.height() > MAX_SIDE) {
                throw new ScorerException.BadImage(field + ".channels[" + c + "]: " + plane.width() + "x"
                        + plane.height() + " pixels; expected sides of at most " + MAX_SIDE);
            }
            PixelStatistics statistics = plane.statistics();
            mean[c] = statistics.mean();
            sd[c] = statistics.sd();
            planes.add(plane);
        }
        return new Site(new SiteImage(planes), new ChannelStatistics(mean, sd, depth));
    }

    private static Plane plane(String field, ByteString png, Depth depth) {
        try {
            if (!depth.isSixteen()) {
                return PngDecoder.decode(png.toByteArray());
            }
            GreyImage image = PngDecoder.decodeAnyGrey(png.toByteArray());
            if (image.bits() != depth.bits()) {
                throw new BadImageException("found " + (image.bits() == 8 ? "an " : "a ") + image.bits()
                        + "-bit grey PNG; expected " + depth + " grey, as the images that the model was trained on");
            }
            return image.sixteenBitPlane();
        } catch (BadImageException e) {
            throw new ScorerException.BadImage(field + ": " + e.getMessage());
        }
    }
}
