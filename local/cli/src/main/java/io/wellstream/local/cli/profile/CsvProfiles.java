package io.wellstream.local.cli.profile;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.wire.rows.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads profiles from a CSV file of any tool: columns named {@code Metadata_…} are metadata, all others are features. */
final class CsvProfiles {
    private CsvProfiles() {}

    static ProfileTable read(Path file) throws IOException {
        List<Csv.Line> lines;
        try {
            lines = Csv.read(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            throw new UserError(file + " is not a CSV file: " + e.getMessage(), e);
        }
        if (lines.size() < 2) {
            throw new UserError(file + " has no row; expected a header and a row per profile");
        }
        List<String> header = lines.getFirst().fields();
        List<String> metadata = header.stream()
                .filter(name -> name.startsWith(ProfileTable.PREFIX))
                .toList();
        if (metadata.isEmpty() || metadata.size() == header.size()) {
            throw new UserError(
                    file + " has " + metadata.size() + " columns of metadata and " + (header.size() - metadata.size())
                            + " features; expected names such as Metadata_Plate, and features");
        }
        List<ProfileTable.Row> rows = new ArrayList<>();
        for (Csv.Line line : lines.subList(1, lines.size())) {
            if (line.fields().size() != header.size()) {
                throw new UserError(file + ", row " + line.number() + ": "
                        + line.fields().size() + " fields; expected " + header.size() + " as in the header");
            }
            rows.add(row(file, header, line));
        }
        return new ProfileTable(metadata, rows);
    }

    private static ProfileTable.Row row(Path file, List<String> header, Csv.Line line) {
        List<String> metadata = new ArrayList<>();
        List<Float> features = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String field = line.fields().get(i);
            if (header.get(i).startsWith(ProfileTable.PREFIX)) {
                metadata.add(field);
            } else {
                features.add(number(file, header.get(i), line.number(), field));
            }
        }
        float[] values = new float[features.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = features.get(i);
        }
        return new ProfileTable.Row(metadata, values);
    }

    private static float number(Path file, String column, long row, String field) {
        try {
            float value = Float.parseFloat(field);
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new UserError(file + ", row " + row + ", column " + column + " is '" + field + "'; expected a number");
    }
}
