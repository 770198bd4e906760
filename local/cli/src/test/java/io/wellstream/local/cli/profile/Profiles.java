package io.wellstream.local.cli.profile;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Small tables. */
final class Profiles {
    private Profiles() {}

    /** Two plates, four treatments of different strength, and DMSO. */
    static Path file() {
        try {
            return Path.of(Objects.requireNonNull(Profiles.class.getResource("/profiles.csv"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static ProfileTable table() throws IOException {
        return ProfileFormat.CSV.read(file());
    }

    /** One feature, on plates of one experiment. */
    static ProfileTable of(List<String> plates, List<String> types, float... values) {
        List<ProfileTable.Row> rows = new java.util.ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            rows.add(new ProfileTable.Row(List.of("e1", plates.get(i), types.get(i)), new float[] {values[i], 7}));
        }
        return new ProfileTable(List.of(Profiler.BATCH, Profiler.PLATE, Profiler.TYPE), rows);
    }
}
