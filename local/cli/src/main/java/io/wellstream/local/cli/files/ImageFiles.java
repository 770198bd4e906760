package io.wellstream.local.cli.files;

import com.google.protobuf.ByteString;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.SitePlanes;
import io.wellstream.proto.v1.WellImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Image files grouped by the wells that they show, by names as in a screen: {@code B03_s1_w4.png} is channel 4 of site 1 of B03. Files
 * with other names are the channels of one site, in the given order.
 */
public final class ImageFiles {
    private static final Pattern NAME =
            Pattern.compile("(.+)_s([0-9]{1,3})_w([0-9]{1,3})\\.png", Pattern.CASE_INSENSITIVE);

    private ImageFiles() {}

    /** @param paths files, and folders of which all files with such names are read */
    public static List<WellImages> read(List<Path> paths, String cellType) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new UserError("file or folder " + path + " does not exist");
            }
            files.addAll(Files.isDirectory(path) ? pngs(path) : List.of(path));
        }
        boolean named = files.stream().allMatch(file -> name(file).matches());
        return named ? byName(files, cellType) : List.of(one(files, cellType));
    }

    private static List<Path> pngs(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files =
                    entries.filter(file -> name(file).matches()).sorted().toList();
            if (files.isEmpty()) {
                throw new UserError(
                        "folder " + folder + " has no file with a name like B03_s1_w1.png; name the files instead");
            }
            return files;
        }
    }

    private static List<WellImages> byName(List<Path> files, String cellType) throws IOException {
        SortedMap<String, SortedMap<Integer, SortedMap<Integer, Path>>> wells = new TreeMap<>();
        for (Path file : files) {
            Matcher name = name(file);
            if (name.matches()) {
                Path other = wells.computeIfAbsent(name.group(1), well -> new TreeMap<>())
                        .computeIfAbsent(Integer.valueOf(name.group(2)), site -> new TreeMap<>())
                        .put(Integer.valueOf(name.group(3)), file);
                if (other != null) {
                    throw new UserError(other + " and " + file + " are the same channel of the same site");
                }
            }
        }
        List<WellImages> images = new ArrayList<>();
        for (Map.Entry<String, SortedMap<Integer, SortedMap<Integer, Path>>> well : wells.entrySet()) {
            WellImages.Builder image =
                    WellImages.newBuilder().setName(well.getKey()).setCellType(cellType);
            for (SortedMap<Integer, Path> channels : well.getValue().values()) {
                image.addSites(site(channels.values()));
            }
            images.add(image.build());
        }
        return images;
    }

    private static WellImages one(List<Path> files, String cellType) throws IOException {
        return WellImages.newBuilder()
                .setName(String.valueOf(files.getFirst().getFileName()))
                .setCellType(cellType)
                .addSites(site(files))
                .build();
    }

    private static SitePlanes site(Iterable<Path> channels) throws IOException {
        SitePlanes.Builder site = SitePlanes.newBuilder();
        for (Path channel : channels) {
            site.addChannels(ByteString.copyFrom(Files.readAllBytes(channel)));
        }
        return site.build();
    }

    private static Matcher name(Path file) {
        return NAME.matcher(String.valueOf(file.getFileName()));
    }
}
