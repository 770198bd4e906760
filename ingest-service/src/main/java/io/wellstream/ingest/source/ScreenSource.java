package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.pixels.ImageSize;
import io.wellstream.ingest.pixels.LevelSample;
import io.wellstream.ingest.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A screen in its folder or archive: its description, the wells of its metadata, and its images, which are read on demand. */
public final class ScreenSource implements AutoCloseable {
    private static final int SAMPLE = 101;

    private final SourceFiles files;
    private final SourceLimits limits;
    private final ScreenFile described;
    private final Metadata metadata;
    private final ImageCensus census;
    private final Map<Integer, String> proposedLevels = new ConcurrentHashMap<>();

    private ScreenSource(SourceFiles files, SourceLimits limits, ScreenFile described, Metadata metadata) {
        this.files = files;
        this.limits = limits;
        this.described = described.withCellTypesOf(metadata.rows());
        this.metadata = metadata;
        this.census = ImageCensus.of(files, described, metadata.rows());
    }

    /** Reads the description and the metadata; throws {@link InvalidScreenException} if the screen cannot be read at all. */
    static ScreenSource open(SourceFiles files, SourceLimits limits) {
        ScreenFile described = ScreenFile.read(files);
        return new ScreenSource(files, limits, described, Metadata.read(files, described, limits));
    }

    public Screen screen() {
        return described.screen();
    }

    /** Whether a site that has lost one channel is kept, with the channel masked. */
    public boolean masksChannels() {
        return described.masksChannels();
    }

    /** All problems of the metadata, and the plates without images. */
    public List<Problem> problems() {
        return Stream.concat(metadata.problems().stream(), census.problems().stream())
                .toList();
    }

    /** Whether every row of the metadata was read, so that a well in no row is not one of the screen. */
    public boolean isWhole() {
        return metadata.problems().isEmpty();
    }

    /** What is worth knowing and is no problem, e.g. images that no row names. */
    public List<Problem> notes() {
        return Stream.concat(metadata.notes().stream(), census.notes().stream()).toList();
    }

    /** Whether no image of the well's plate exists, which is one of the problems. */
    public boolean isWithoutImages(MetadataRow row) {
        return census.isWithoutImages(row.well().plate());
    }

    /** The wells of one shard (from 0), sorted; a shard consists of whole experiments. */
    public List<MetadataRow> wells(int shards, int shard) {
        List<ExperimentId> experiments = metadata.rows().stream()
                .map(row -> row.well().experiment())
                .distinct()
                .sorted()
                .toList();
        Set<ExperimentId> mine = new HashSet<>();
        for (int i = shard; i < experiments.size(); i += shards) {
            mine.add(experiments.get(i));
        }
        return metadata.rows().stream()
                .filter(row -> mine.contains(row.well().experiment()))
                .toList();
    }

    /** The numbers of a well's sites: those that the metadata name, or otherwise those that its plate has. */
    public List<Integer> sites(MetadataRow row) {
        return census.sites(row);
    }

    private int firstSite(MetadataRow row) {
        return sites(row).stream().findFirst().orElseGet(() -> declaredSites(row)
                .getFirst());
    }

    /** The numbers of the sites that a well should have, whether or not its plate has them. */
    public List<Integer> declaredSites(MetadataRow row) {
        return row.declaredSites(screen());
    }

    /** The channels that a site's files hold: their numbers in the screen's order, or 0 alone if one file holds all. */
    private List<Integer> files() {
        return screen().imaging().pattern().allChannels()
                ? List.of(0)
                : screen().channels().stream().map(Channel::number).toList();
    }

    /** How many files a site has. */
    public int filesPerSite() {
        return files().size();
    }

    /** A site's files, existing or not: one per channel in the screen's order, or a colour image with all channels. */
    public List<SourceImage> images(MetadataRow row, SiteId site) {
        List<SourceImage> images = new ArrayList<>();
        for (int channel : files()) {
            images.add(image(path(row, site, channel), channel));
        }
        return images;
    }

    /** The most memory, in bytes, that a site's files take. */
    public long bytes(MetadataRow row, SiteId site) {
        long bytes = 0;
        for (int channel : files()) {
            bytes += Math.min(2 * limits.imageBytes(), files.size(actual(path(row, site, channel))));
        }
        return bytes;
    }

    private String path(MetadataRow row, SiteId site, int channel) {
        return row.path(screen(), site.number(), channel);
    }

    /** The path of the file, which may spell the expected one differently. */
    private String actual(String expected) {
        return census.spelledDifferently(expected)
                .filter(other -> !files.has(expected))
                .orElse(expected);
    }

    private SourceImage image(String expected, int channel) {
        String path = actual(expected);
        try {
            Optional<byte[]> bytes = files.read(path, limits.imageBytes());
            return bytes.isPresent()
                    ? SourceImage.of(path, channel, bytes.get())
                    : SourceImage.missing(path, channel, census.otherInFolderOf(path));
        } catch (BadFileException e) {
            return SourceImage.refused(path, channel, e.finding());
        }
    }

    /** The size of most images, from a sample of a hundred across the screen; empty if none of them can be read. */
    public Optional<ImageSize> usualImageSize() {
        List<MetadataRow> rows = metadata.rows();
        int count = Math.min(SAMPLE, rows.size());
        Map<ImageSize, Integer> seen = new HashMap<>();
        for (int i = 0; i < count; i++) {
            MetadataRow row = rows.get((int) ((long) i * rows.size() / count));
            int channel = files().get(i % filesPerSite());
            image(path(row, new SiteId(row.well(), firstSite(row)), channel), channel)
                    .bytes()
                    .flatMap(ImageSize::of)
                    .ifPresent(size -> seen.merge(size, 1, Integer::sum));
        }
        return seen.entrySet().stream()
                .max(Map.Entry.<ImageSize, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.comparingInt(ImageSize::width))))
                .map(Map.Entry::getKey);
    }

    /** The levels of a channel that a sample of its images suggests, as {@code screen.yaml} has them; computed once. */
    public String proposedLevels(Channel channel) {
        return proposedLevels.computeIfAbsent(channel.number(), number -> {
            int file = screen().imaging().pattern().allChannels() ? 0 : number;
            List<String> paths = metadata.rows().stream()
                    .map(row -> actual(path(row, new SiteId(row.well(), firstSite(row)), file)))
                    .toList();
            return LevelSample.of(files, paths, Math.max(1, channel.page()), limits.imageBytes())
                    .map(sample -> sample.proposal() + " (" + sample.says() + ")")
                    .orElse("black and white, see wellstream describe");
        });
    }

    @Override
    public void close() {
        files.close();
    }
}
