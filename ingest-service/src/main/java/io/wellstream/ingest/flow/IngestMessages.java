package io.wellstream.ingest.flow;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.pixels.PixelStatistics;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.Levels;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.ingest.files.Finding;
import io.wellstream.ingest.problem.Problem;
import io.wellstream.ingest.problem.ProblemGroup;
import io.wellstream.ingest.qc.Coherence;
import io.wellstream.ingest.qc.Focus;
import io.wellstream.ingest.source.MetadataRow;
import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.FailedSite;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.MaskedChannel;
import io.wellstream.proto.v1.ProblemCause;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.keys.WellKeys;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The messages that describe a screen, its wells and their sites; nothing else puts them together. */
final class IngestMessages {
    private static final int MOST_CAUSES = 100;

    private IngestMessages() {}

    /** A well as its metadata row describes it, without sites and without the job. A label that must stay unseen is in {@code truth}. */
    static WellIngested.Builder well(DatasetId dataset, MetadataRow row) {
        return WellIngested.newBuilder()
                .setDataset(dataset.name())
                .setWell(WellKeys.of(row.well()))
                .setCellType(row.cellType().name())
                .setIdCode(row.idCode())
                .setSubset(row.subset())
                .setRole(row.role())
                .setLabel(row.isUnseen() ? "" : row.label())
                .setTruth(row.isUnseen() ? row.label() : "");
    }

    /**
     * A site whose images are whole, apart from a masked channel.
     *
     * @param planes the site's object
     * @param originals the image file of each channel, in the order of the channels; empty for a masked channel without a file
     * @param masked its plane is black and is not measured
     */
    static IngestedSite site(
            int number,
            SiteImage decoded,
            byte[] planes,
            List<byte[]> originals,
            List<Channel> channels,
            Optional<MaskedChannel> masked) {
        List<Integer> there = IntStream.range(0, channels.size())
                .filter(channel -> masked.isEmpty() || masked.get().getIndex() != channel)
                .boxed()
                .toList();
        Coherence coherence =
                Coherence.of(new SiteImage(there.stream().map(decoded::plane).toList()));
        IngestedSite.Builder site = IngestedSite.newBuilder()
                .setSite(number)
                .setSize(planes.length)
                .setSha256(ByteString.copyFrom(Sha256.of(planes)))
                .setWidth(decoded.width())
                .setHeight(decoded.height())
                .setCoherence(coherence.weakestLink())
                .setSixteenBits(decoded.depth().isSixteen());
        coherence
                .apart()
                .forEach(link -> site.addApart(channels.get(there.get(link)).number()));
        for (int i = 0; i < originals.size(); i++) {
            IngestedImage.Builder file = file(originals.get(i), channels.get(i));
            site.addImages(there.contains(i) ? measured(file, decoded.plane(i)) : file.build());
        }
        masked.ifPresent(site::addMasked);
        return site.build();
    }

    private static IngestedImage.Builder file(byte[] bytes, Channel channel) {
        return IngestedImage.newBuilder()
                .setSize(bytes.length)
                .setSha256(bytes.length == 0 ? ByteString.EMPTY : ByteString.copyFrom(Sha256.of(bytes)))
                .setBlack(channel.levels().map(Levels::black).orElse(0))
                .setWhite(channel.levels().map(Levels::white).orElse(0))
                .setPage(channel.page());
    }

    private static IngestedImage measured(IngestedImage.Builder file, Plane plane) {
        PixelStatistics statistics = plane.statistics();
        return file.setMean(statistics.mean())
                .setSd(statistics.sd())
                .setMin(statistics.min())
                .setMedian(statistics.median())
                .setMax(statistics.max())
                .setFocus(Focus.of(plane))
                .build();
    }

    /** The earlier record of a site if it has the same content, though an earlier version wrote it, without focus. */
    static IngestedSite sameOr(IngestedSite before, IngestedSite now) {
        IngestedSite.Builder older = now.toBuilder();
        for (int i = 0; i < Math.min(older.getImagesCount(), before.getImagesCount()); i++) {
            if (before.getImages(i).getFocus() == 0) {
                older.getImagesBuilder(i).clearFocus();
            }
        }
        return older.build().equals(before) ? before : now;
    }

    /**
     * How a channel was read when an image was ingested, if the screen says now that it is read otherwise.
     *
     * @param depth of the sites
     */
    static Optional<Finding> change(Channel channel, Depth depth, IngestedImage before) {
        String then = reading(depth, before.getBlack(), before.getWhite(), before.getPage());
        String now = reading(
                depth,
                channel.levels().map(Levels::black).orElse(0),
                channel.levels().map(Levels::white).orElse(0),
                channel.page());
        return then.equals(now)
                ? Optional.empty()
                : Optional.of(new Finding(
                        "screen.yaml reads the channel with '" + now + "', and the image was ingested with '" + then
                                + "'",
                        "the same as at the first ingest, or another data set's name"));
    }

    private static String reading(Depth depth, int black, int white, int page) {
        String levels = white == 0 ? depth.bits() + " bits" : new Levels(black, white).toString();
        return page == 0 ? levels : levels + ", page: " + page;
    }

    /** A site that is not stored, with the first reason. */
    static FailedSite failedSite(int number, Problem reason) {
        return FailedSite.newBuilder()
                .setSite(number)
                .setChannel(reason.place().channel())
                .setReason(reason.problem())
                .build();
    }

    /** Problems by their cause, the most frequent first. */
    static List<ProblemCause> groups(Collection<Problem> problems) {
        return ProblemGroup.of(problems).stream()
                .limit(MOST_CAUSES)
                .map(group -> ProblemCause.newBuilder()
                        .setCause(group.cause())
                        .setCount(group.count())
                        .addAllFirst(group.first())
                        .build())
                .toList();
    }

    static ScreenDescription screen(Screen screen) {
        ScreenDescription.Builder description = ScreenDescription.newBuilder()
                .setName(screen.name())
                .setSites(screen.sites())
                .setPlateRows(screen.plates().rows())
                .setPlateColumns(screen.plates().columns())
                .setBitDepth(screen.imaging().bitDepth())
                .setSixteenBitSites(screen.imaging().siteDepth().isSixteen())
                .addAllCellTypes(screen.cellTypes().stream().map(CellType::name).toList())
                .setImagePattern(screen.imaging().pattern().text())
                .setTreatmentRepeats(screen.plates().treatmentRepeats())
                .setNameOfNegativeControl(screen.columns().negativeControl())
                .setNameOfPositiveControl(screen.columns().positiveControl())
                .setLabelColumn(screen.columns().label());
        for (Channel channel : screen.channels()) {
            description.addChannels(ChannelDescription.newBuilder()
                    .setNumber(channel.number())
                    .setStain(channel.stain())
                    .setScale(channel.scale())
                    .setBlack(channel.levels().map(Levels::black).orElse(0))
                    .setPage(channel.page()));
        }
        return description.build();
    }
}
