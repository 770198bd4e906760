package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.Subset;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A screen in a folder: what it is made of, the wells its metadata describe, and its images, which are read on demand. */
public final class ScreenFolder {
    private static final int SAMPLE = 101;

    private final Path folder;
    private final ScreenFile described;
    private final Metadata metadata;

    private ScreenFolder(Path folder, ScreenFile described, Metadata metadata) {
        this.folder = folder;
        this.described = described;
        this.metadata = metadata;
    }

    /** Reads description and metadata; throws {@link InvalidScreenException} if there is nothing to go on. */
    public static ScreenFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidScreenException(folder + " is not a folder");
        }
        ScreenFile described = ScreenFile.read(folder);
        return new ScreenFolder(folder, described, Metadata.read(folder, described));
    }

    public Screen screen() {
        return described.screen();
    }

    /** Everything wrong with the metadata. */
    public List<Problem> problems() {
        return metadata.problems();
    }

    /** The wells of one of some shards (from 0), in order; a shard has whole experiments. */
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

    /** A site's files, one per channel in the screen's order, whether they are there or not. */
    public List<SourceImage> images(MetadataRow row, SiteId site) {
        List<SourceImage> images = new ArrayList<>();
        for (Channel channel : screen().channels()) {
            images.add(image(path(row, site, channel.number()), channel.number()));
        }
        return images;
    }

    private String path(MetadataRow row, SiteId site, int channel) {
        String subset = row.subset() == Subset.SUBSET_TEST ? "test" : "train";
        return screen().imaging().pattern().path(subset, site, channel);
    }

    private SourceImage image(String path, int channel) {
        try {
            return new SourceImage(path, channel, Files.readAllBytes(folder.resolve(path)));
        } catch (NoSuchFileException e) {
            return new SourceImage(path, channel, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.resolve(path), e);
        }
    }

    /** The size of most images, from the headers of a hundred spread over the screen; empty if none can be read. */
    public Optional<ImageSize> usualImageSize() {
        List<MetadataRow> rows = metadata.rows();
        int count = Math.min(SAMPLE, rows.size());
        Map<ImageSize, Integer> seen = new HashMap<>();
        for (int i = 0; i < count; i++) {
            MetadataRow row = rows.get((int) ((long) i * rows.size() / count));
            int channel =
                    screen().channels().get(i % screen().channels().size()).number();
            sizeOf(path(row, new SiteId(row.well(), 1), channel)).ifPresent(size -> seen.merge(size, 1, Integer::sum));
        }
        return seen.entrySet().stream()
                .max(Map.Entry.<ImageSize, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.comparingInt(ImageSize::width))))
                .map(Map.Entry::getKey);
    }

    private Optional<ImageSize> sizeOf(String path) {
        try (InputStream in = Files.newInputStream(folder.resolve(path))) {
            return ImageSize.ofPng(in.readNBytes(ImageSize.HEADER));
        } catch (IOException unreadable) {
            return Optional.empty(); // said when the well is read
        }
    }
}
