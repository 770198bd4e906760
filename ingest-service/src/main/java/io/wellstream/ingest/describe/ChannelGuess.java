package io.wellstream.ingest.describe;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.screen.Levels;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.pixels.ImageFile;
import io.wellstream.ingest.pixels.LevelSample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A channel of a screen, as the names and pixels of its images suggest.
 *
 * @param page of each file, from 1; 0 if files have one page
 * @param images that show it; empty if they were not found
 * @param sample of its levels, if it has 16-bit images
 */
record ChannelGuess(int number, String stain, int page, List<String> images, Optional<LevelSample> sample) {
    private static final int MOST_CHANNELS = 99;

    /** The channels of images whose names have a channel, or else one for each page of the first file. */
    static List<ChannelGuess> ofPattern(SourceFiles files, NamePattern pattern, long mostBytes) {
        List<ChannelGuess> guesses = new ArrayList<>();
        if (pattern.style().has("channel")) {
            pattern.byChannel().forEach((number, images) -> guesses.add(guess(files, number, "", images, mostBytes)));
            return guesses;
        }
        List<String> images = pattern.fitting();
        int pages = pages(files, images.getFirst(), mostBytes);
        for (int page = 1; page <= Math.min(pages, MOST_CHANNELS); page++) {
            Optional<LevelSample> sample = LevelSample.of(files, images, page, mostBytes);
            guesses.add(new ChannelGuess(page, "", pages == 1 ? 0 : page, images, sample));
        }
        return guesses;
    }

    /** The channels of a table with a column of files for each. */
    static List<ChannelGuess> ofTable(SourceFiles files, TableGuess table, List<String> images, long mostBytes) {
        Map<String, String> byName = new HashMap<>();
        images.forEach(image -> byName.put(NamePattern.name(image), image));
        List<ChannelGuess> guesses = new ArrayList<>();
        table.files().forEach((column, names) -> {
            List<String> found = names.stream()
                    .map(name -> byName.getOrDefault(NamePattern.name(name.replace('\\', '/')), ""))
                    .filter(path -> !path.isEmpty())
                    .toList();
            String stain = column.replaceAll("^(Image_)?FileName_", "");
            guesses.add(guess(files, guesses.size() + 1, stain, found, mostBytes));
        });
        return guesses;
    }

    private static ChannelGuess guess(
            SourceFiles files, int number, String stain, List<String> images, long mostBytes) {
        return new ChannelGuess(number, stain, 0, images, LevelSample.of(files, images, 1, mostBytes));
    }

    private static int pages(SourceFiles files, String image, long mostBytes) {
        try {
            Optional<byte[]> bytes = files.read(image, mostBytes);
            return bytes.isEmpty() ? 1 : ImageFile.of(bytes.get()).pages();
        } catch (BadFileException | BadImageException unreadable) {
            return 1; // asked about
        }
    }

    Optional<Levels> levels() {
        return sample.map(LevelSample::proposal);
    }

    /** The line of {@code screen.yaml}. */
    String yaml(DepthGuess depth) {
        return "  - {number: " + number + ", stain: " + (stain.isEmpty() ? "\"\"" : stain) + depth.keys(sample)
                + (page == 0 ? "" : ", page: " + page) + "}" + depth.remark(sample) + "\n";
    }
}
