package io.wellstream.ingest.flow;

import io.wellstream.ingest.files.Finding;
import com.google.protobuf.ByteString;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.PixelStatistics;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.PngDecoder;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.ingest.flow.PreparedSite.NamedBytes;
import io.wellstream.ingest.qc.Coherence;
import io.wellstream.ingest.source.ImageSize;
import io.wellstream.ingest.source.MetadataRow;
import io.wellstream.ingest.source.Problem;
import io.wellstream.ingest.source.SourceImage;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proves a site's files whole: decodes each once, measures it, and holds it against the screen and what was ingested before. */
final class SitePreparation {
    private final DatasetId dataset;
    private final List<Integer> channels;
    private final Optional<ImageSize> size;
    private final boolean verify;
    private final IngestMeters meters;

    /**
     * @param channels the screen's channel numbers
     * @param size of the screen's images, if it is known
     * @param verify whether files equal to those ingested before are decoded and stored all the same
     */
    SitePreparation(
            DatasetId dataset, List<Integer> channels, Optional<ImageSize> size, boolean verify, IngestMeters meters) {
        this.dataset = dataset;
        this.channels = List.copyOf(channels);
        this.size = size;
        this.verify = verify;
        this.meters = meters;
    }

    /** What a site takes beside its files: its planes, packed besides, and what decoding needs in passing. */
    long bytesDecoded() {
        ImageSize plane = size.orElse(new ImageSize(Plane.MAX_SIDE, Plane.MAX_SIDE));
        return 3L * channels.size() * plane.width() * plane.height();
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
                    "no image of the site is there",
                    channels.size() + " files such as " + images.getFirst().path());
            return new PreparedSite.Broken(site.number(), List.of(Problem.ofImage("", row, site, 0, finding)));
        }
        return decoded(row, site, images);
    }

    private List<Problem> changes(MetadataRow row, SiteId site, List<SourceImage> images, IngestedSite before) {
        List<Problem> changes = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            SourceImage image = images.get(i);
            ByteString stored = before.getImages(i).getSha256();
            Optional<ByteString> found = image.digest();
            if (image.refusal().isPresent()) {
                Finding refusal = image.refusal().get();
                changes.add(Problem.ofImage(image.path(), row, site, image.channel(), refusal));
            } else if (!found.equals(Optional.of(stored))) {
                String problem = found.map(digest ->
                                "the file has changed since it was ingested: its SHA-256 is " + Sha256.hex(digest))
                        .orElse("the file ingested before is gone");
                Finding finding =
                        new Finding(problem, "SHA-256 " + Sha256.hex(stored) + ", or another data set's name");
                changes.add(Problem.ofImage(image.path(), row, site, image.channel(), finding));
            }
        }
        return changes;
    }

    private PreparedSite decoded(MetadataRow row, SiteId site, List<SourceImage> images) {
        List<Problem> problems = new ArrayList<>();
        List<Plane> planes = new ArrayList<>();
        Optional<ImageSize> expected = size;
        for (SourceImage image : images) {
            try {
                Plane plane = plane(image, expected);
                expected = Optional.of(new ImageSize(plane.width(), plane.height()));
                planes.add(plane);
            } catch (BadFileException e) {
                problems.add(Problem.ofImage(image.path(), row, site, image.channel(), e.finding()));
            }
        }
        return problems.isEmpty()
                ? whole(site, images, new SiteImage(planes))
                : new PreparedSite.Broken(site.number(), problems);
    }

    /** A file that is not an image of this screen. */
    private static final class BadFileException extends Exception {
        private final transient Finding finding;

        BadFileException(Finding finding) {
            super(finding.problem());
            this.finding = finding;
        }

        Finding finding() {
            return finding;
        }
    }

    private Plane plane(SourceImage image, Optional<ImageSize> expected) throws BadFileException {
        if (image.refusal().isPresent()) {
            throw new BadFileException(image.refusal().get());
        }
        byte[] bytes = image.bytes()
                .orElseThrow(() -> new BadFileException(
                        new Finding("the file is missing", "an 8-bit grey PNG of channel " + image.channel())));
        refuseOtherSize(ImageSize.ofPng(bytes), expected); // before anything is inflated
        Plane plane;
        try {
            plane = meters.decoding(() -> PngDecoder.decode(bytes));
        } catch (BadImageException e) {
            throw new BadFileException(Finding.of(e, "a whole 8-bit grey PNG"));
        }
        return plane;
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
        Coherence coherence = Coherence.of(decoded);
        IngestedSite.Builder ingested = IngestedSite.newBuilder()
                .setSite(site.number())
                .setSize(planes.length)
                .setSha256(ByteString.copyFrom(Sha256.of(planes)))
                .setWidth(decoded.width())
                .setHeight(decoded.height())
                .setCoherence(coherence.weakestLink());
        coherence.apart().forEach(channel -> ingested.addApart(channels.get(channel)));
        List<NamedBytes> originals = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            byte[] bytes = images.get(i).bytes().orElseThrow();
            ingested.addImages(image(bytes, decoded.plane(i).statistics()));
            originals.add(new NamedBytes(ObjectKeys.image(dataset, images.get(i).path()), bytes));
        }
        return new PreparedSite.Whole(
                ingested.build(), originals, new NamedBytes(ObjectKeys.site(dataset, site), planes));
    }

    private static IngestedImage image(byte[] bytes, PixelStatistics statistics) {
        return IngestedImage.newBuilder()
                .setSize(bytes.length)
                .setSha256(ByteString.copyFrom(Sha256.of(bytes)))
                .setMean(statistics.mean())
                .setSd(statistics.sd())
                .setMin(statistics.min())
                .setMedian(statistics.median())
                .setMax(statistics.max())
                .build();
    }
}
