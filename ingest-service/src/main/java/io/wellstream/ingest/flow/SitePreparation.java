package io.wellstream.ingest.flow;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.Imaging;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.Finding;
import io.wellstream.ingest.flow.PreparedSite.NamedBytes;
import io.wellstream.ingest.pixels.ImageReader;
import io.wellstream.ingest.pixels.ImageSize;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.ingest.source.MetadataRow;
import io.wellstream.ingest.source.SourceImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Checks a site's files: decodes each once, measures it, and compares it with the screen and with what was ingested before. */
final class SitePreparation {
    private final DatasetId dataset;
    private final List<Channel> channels;
    private final Depth depth;
    private final ImageReader reader;
    private final Optional<ImageSize> size;
    private final boolean verify;
    private final IngestMeters meters;

    /**
     * @param imaging of the screen
     * @param size of the screen's images, if it is known
     * @param verify whether files equal to those ingested before are decoded and compared with what is stored
     */
    SitePreparation(
            DatasetId dataset,
            Imaging imaging,
            ImageReader reader,
            Optional<ImageSize> size,
            boolean verify,
            IngestMeters meters) {
        this.dataset = dataset;
        this.channels = imaging.channels();
        this.depth = imaging.siteDepth();
        this.reader = reader;
        this.size = size;
        this.verify = verify;
        this.meters = meters;
    }

    /** The bytes that a site takes in addition to its files: its planes, the object packed from them, and the reader's buffers. */
    long bytesDecoded() {
        ImageSize plane = size.orElse(new ImageSize(Plane.MAX_SIDE, Plane.MAX_SIDE));
        return 2L * depth.bytes() * channels.size() * plane.width() * plane.height() + ImageReader.bytes(plane);
    }

    /**
     * Prepares one site from its files, one per channel.
     *
     * @param before what was ingested of this site, if anything
     */
    PreparedSite prepare(MetadataRow row, SiteId site, List<SourceImage> images, Optional<IngestedSite> before) {
        if (before.isPresent()) {
            List<Problem> changes = changes(row, site, images, before.get());
            if (!verify || !changes.isEmpty()) {
                return new PreparedSite.Unchanged(before.get(), changes);
            }
        }
        if (images.stream().allMatch(SourceImage::isMissing)) {
            Finding finding = new Finding(
                    "no image of the site exists" + images.getFirst().neighbourText(),
                    images.size() == 1
                            ? "the file " + images.getFirst().path()
                            : images.size() + " files such as "
                                    + images.getFirst().path());
            return new PreparedSite.Broken(List.of(Problem.ofImage("", row.line(), site, 0, finding)));
        }
        return switch (decoded(row, site, images)) {
            case PreparedSite.Whole whole
            when before.isPresent() ->
                new PreparedSite.Whole(
                        IngestMessages.sameOr(before.get(), whole.site()), whole.originals(), whole.planes());
            case PreparedSite other -> other;
        };
    }

    private List<Problem> changes(MetadataRow row, SiteId site, List<SourceImage> images, IngestedSite before) {
        List<Problem> changes = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            SourceImage image = images.get(i);
            change(image, before.getImages(i).getSha256())
                    .ifPresent(change ->
                            changes.add(Problem.ofImage(image.path(), row.line(), site, image.channel(), change)));
        }
        for (int i = 0; i < channels.size(); i++) {
            Channel channel = channels.get(i);
            IngestMessages.change(channel, depth, before.getImages(i))
                    .ifPresent(change -> changes.add(Problem.ofImage("", row.line(), site, channel.number(), change)));
        }
        return changes;
    }

    private static Optional<Finding> change(SourceImage image, ByteString stored) {
        Optional<ByteString> found = image.digest();
        if (image.refusal().isPresent() || found.equals(Optional.of(stored))) {
            return image.refusal();
        }
        String problem = found.map(
                        digest -> "the file has changed since it was ingested: its SHA-256 is " + Sha256.hex(digest))
                .orElse("the file ingested before is gone");
        return Optional.of(new Finding(problem, "SHA-256 " + Sha256.hex(stored) + ", or another data set's name"));
    }

    private PreparedSite decoded(MetadataRow row, SiteId site, List<SourceImage> images) {
        List<Problem> problems = new ArrayList<>();
        List<Plane> planes = new ArrayList<>();
        Optional<ImageSize> expected = size;
        for (SourceImage image : images) {
            try {
                List<Plane> found = planes(image, expected);
                expected = Optional.of(ImageSize.of(found.getFirst()));
                planes.addAll(found);
            } catch (BadFileException e) {
                problems.add(Problem.ofImage(image.path(), row.line(), site, image.channel(), e.finding()));
            }
        }
        return problems.isEmpty() ? whole(site, images, new SiteImage(planes)) : new PreparedSite.Broken(problems);
    }

    /** The planes of one file: that of its channel, or those of all channels. */
    private List<Plane> planes(SourceImage image, Optional<ImageSize> expected) throws BadFileException {
        if (image.refusal().isPresent()) {
            throw new BadFileException(image.refusal().get());
        }
        String kind = reader.expected();
        byte[] bytes = image.bytes()
                .orElseThrow(() -> new BadFileException(new Finding(
                        "the file is missing" + image.neighbourText(),
                        (kind.startsWith("8") ? "an " : "a ")
                                + kind
                                + (image.channel() == 0 ? " of all channels" : " of channel " + image.channel()))));
        refuseOtherSize(ImageSize.of(bytes), expected); // before anything is decompressed
        try {
            List<Plane> planes = meters.decoding(() -> reader.planes(bytes, image.channel()));
            Optional<ImageSize> same = expected.or(() -> Optional.of(ImageSize.of(planes.getFirst())));
            for (Plane plane : planes) { // pages of a file may differ from its first one
                refuseOtherSize(Optional.of(ImageSize.of(plane)), same);
            }
            return planes;
        } catch (BadImageException e) {
            throw new BadFileException(Finding.of(e, "a whole " + kind));
        }
    }

    private static void refuseOtherSize(Optional<ImageSize> found, Optional<ImageSize> expected)
            throws BadFileException {
        if (found.isPresent() && expected.isPresent() && !expected.equals(found)) {
            throw new BadFileException(new Finding(
                    "the image has " + found.get() + " pixels", expected.get() + " as the rest of the screen"));
        }
    }

    private PreparedSite.Whole whole(SiteId site, List<SourceImage> images, SiteImage decoded) {
        byte[] planes = SiteObject.encode(decoded);
        List<byte[]> bytes = new ArrayList<>();
        List<NamedBytes> originals = new ArrayList<>();
        for (SourceImage image : images) {
            originals.add(new NamedBytes(
                    ObjectKeys.image(dataset, image.path()), image.bytes().orElseThrow()));
            bytes.addAll(Collections.nCopies(
                    decoded.channels() / images.size(), originals.getLast().bytes()));
        }
        return new PreparedSite.Whole(
                IngestMessages.site(site.number(), decoded, planes, bytes, channels),
                originals,
                new NamedBytes(ObjectKeys.site(dataset, site, depth), planes));
    }
}
