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
import io.wellstream.proto.v1.MaskedChannel;
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
    private final Rules rules;
    private final IngestMeters meters;

    /**
     * What is asked of sites.
     *
     * @param size of the screen's images, if it is known
     * @param verify whether files equal to those ingested before are decoded and compared with what is stored
     * @param masks whether a site that has lost one channel is kept
     */
    record Rules(Optional<ImageSize> size, boolean verify, boolean masks) {}

    SitePreparation(DatasetId dataset, Imaging imaging, ImageReader reader, Rules rules, IngestMeters meters) {
        this.dataset = dataset;
        this.channels = imaging.channels();
        this.depth = imaging.siteDepth();
        this.reader = reader;
        this.rules = rules;
        this.meters = meters;
    }

    /** The bytes that a site takes in addition to its files: its planes, the object packed from them, and the reader's buffers. */
    long bytesDecoded() {
        ImageSize plane = rules.size().orElse(new ImageSize(Plane.MAX_SIDE, Plane.MAX_SIDE));
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
            if (!rules.verify() || !changes.isEmpty()) {
                List<Problem> problems = new ArrayList<>(changes);
                before.get()
                        .getMaskedList()
                        .forEach(masked ->
                                problems.add(masking(row, site, images.get(masked.getIndex()), masked.getReason())));
                return new PreparedSite.Unchanged(before.get(), problems);
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
        boolean masks =
                rules.masks() || before.map(IngestedSite::getMaskedCount).orElse(0) > 0;
        return switch (decoded(row, site, images, masks)) {
            case PreparedSite.Whole whole
            when before.isPresent() ->
                new PreparedSite.Whole(
                        IngestMessages.sameOr(before.get(), whole.site()),
                        whole.originals(),
                        whole.planes(),
                        whole.problems());
            case PreparedSite other -> other;
        };
    }

    private List<Problem> changes(MetadataRow row, SiteId site, List<SourceImage> images, IngestedSite before) {
        List<Problem> changes = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            SourceImage image = images.get(i);
            int channel = i;
            boolean masked = before.getMaskedList().stream().anyMatch(lost -> lost.getIndex() == channel);
            ByteString stored = before.getImages(i).getSha256();
            (masked ? found(image, stored) : change(image, stored))
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

    /** What has changed about the file of a masked channel: a file that is there now, and was not or was another one. */
    private static Optional<Finding> found(SourceImage image, ByteString stored) {
        return image.digest()
                .filter(digest -> !digest.equals(stored))
                .map(digest -> new Finding(
                        "the image of a masked channel has arrived or changed since the site was ingested",
                        "no image, or another data set's name, under which the channel is used"));
    }

    /** The problem that a channel is masked. */
    private static Problem masking(MetadataRow row, SiteId site, SourceImage image, String reason) {
        Finding finding = new Finding(reason + "; the site is kept with the channel masked", "a whole image");
        return Problem.ofImage(image.path(), row.line(), site, image.channel(), finding);
    }

    /** @param masks whether one channel may be lost */
    private PreparedSite decoded(MetadataRow row, SiteId site, List<SourceImage> images, boolean masks) {
        List<Problem> problems = new ArrayList<>();
        List<Plane> planes = new ArrayList<>();
        int lost = -1;
        Optional<ImageSize> expected = rules.size();
        for (SourceImage image : images) {
            try {
                List<Plane> found = planes(image, expected);
                expected = Optional.of(ImageSize.of(found.getFirst()));
                planes.addAll(found);
            } catch (BadFileException e) {
                lost = planes.size();
                problems.add(Problem.ofImage(image.path(), row.line(), site, image.channel(), e.finding()));
            }
        }
        if (problems.isEmpty()) {
            return whole(site, images, new SiteImage(planes), Optional.empty(), problems);
        }
        if (!masks || problems.size() > 1 || planes.isEmpty() || planes.size() != channels.size() - 1) {
            return new PreparedSite.Broken(problems);
        }
        Plane first = planes.getFirst();
        planes.add(lost, Plane.black(first.width(), first.height(), first.depth()));
        String reason = problems.getFirst().problem();
        return whole(
                site,
                images,
                new SiteImage(planes),
                Optional.of(MaskedChannel.newBuilder()
                        .setIndex(lost)
                        .setReason(reason)
                        .build()),
                List.of(masking(row, site, images.get(lost), reason)));
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

    /** @param masked the channel without a good file, if there is one: its file is no original of the data set */
    private PreparedSite.Whole whole(
            SiteId site,
            List<SourceImage> images,
            SiteImage decoded,
            Optional<MaskedChannel> masked,
            List<Problem> problems) {
        byte[] planes = SiteObject.encode(decoded);
        List<byte[]> bytes = new ArrayList<>();
        List<NamedBytes> originals = new ArrayList<>();
        int lost = masked.map(MaskedChannel::getIndex).orElse(-1);
        for (int i = 0; i < images.size(); i++) {
            SourceImage image = images.get(i);
            byte[] file = i == lost
                    ? image.bytes().orElse(new byte[0])
                    : image.bytes().orElseThrow();
            if (i != lost) {
                originals.add(new NamedBytes(ObjectKeys.image(dataset, image.path()), file));
            }
            bytes.addAll(Collections.nCopies(decoded.channels() / images.size(), file));
        }
        return new PreparedSite.Whole(
                IngestMessages.site(site.number(), decoded, planes, bytes, channels, masked),
                originals,
                new NamedBytes(ObjectKeys.site(dataset, site, depth), planes),
                problems);
    }
}
