package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.ImagePattern;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.WellId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds images by the screen's pattern. What the pattern lacks follows from the rows, e.g. the experiment of a plate. */
final class PatternFinder implements ImageFinder {
    private final Screen screen;
    private final Function<String, Optional<ImagePattern.Named>> anySpelling;
    private final Map<WellId, MetadataRow> rows = new HashMap<>();
    private final Set<PlateId> plates = new TreeSet<>();
    private final List<Integer> channels;

    PatternFinder(Screen screen, Collection<MetadataRow> rows) {
        this.screen = screen;
        this.anySpelling = screen.imaging().pattern().anySpelling();
        this.channels = screen.channels().stream().map(Channel::number).toList();
        for (MetadataRow row : rows) {
            this.rows.put(row.well(), row);
            plates.add(row.well().plate());
        }
    }

    @Override
    public Found find(String path) {
        Optional<ImagePattern.Named> named = anySpelling.apply(path);
        if (named.isEmpty()) {
            return new Unnamed(
                    "the image's name does not fit the screen's pattern",
                    "names such as " + screen.imaging().pattern());
        }
        Optional<MetadataRow> row = plate(named.get())
                .flatMap(plate -> Optional.ofNullable(
                        rows.get(new WellId(plate, named.get().well()))));
        return row.isEmpty()
                ? new Unnamed("no row names the image's well", "a row for each well, or no image")
                : find(named.get(), row.get());
    }

    private Found find(ImagePattern.Named image, MetadataRow row) {
        boolean allChannels = screen.imaging().pattern().allChannels();
        int channel =
                image.channel() == 0 && !allChannels && channels.size() == 1 ? channels.getFirst() : image.channel();
        if (!allChannels && !channels.contains(channel)) {
            return new Unnamed("the screen has no channel '" + channel + "'", "channels " + numbers(channels));
        }
        List<Integer> sites = row.declaredSites(screen);
        if (!sites.contains(image.site())) {
            return new Unnamed("the well has no site '" + image.site() + "'", "sites " + numbers(sites));
        }
        if (!image.subset().isEmpty() && !image.subset().equalsIgnoreCase(row.subsetFolder())) {
            return new Unnamed("the image's folder is not that of its row's part", "folder " + row.subsetFolder());
        }
        return new Named(row, image.site(), row.path(screen, image.site(), channel));
    }

    /** The plate that an image is of; empty if it is of none or could be of several. */
    private Optional<PlateId> plate(ImagePattern.Named image) {
        try {
            if (!image.experiment().isEmpty() && !image.plate().isEmpty()) {
                return Optional.of(new PlateId(new ExperimentId(image.experiment()), image.plate()));
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        List<PlateId> fitting = plates.stream()
                .filter(plate -> image.experiment().isEmpty()
                        || plate.experiment().name().equals(image.experiment()))
                .filter(plate -> image.plate().isEmpty() || plate.name().equalsIgnoreCase(image.plate()))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    static String numbers(Collection<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
