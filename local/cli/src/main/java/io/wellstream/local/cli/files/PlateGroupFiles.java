package io.wellstream.local.cli.files;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.PlateGroup;
import io.wellstream.proto.v1.PlateGroups;
import io.wellstream.proto.v1.TreatmentGroup;
import io.wellstream.wire.rows.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from CSV files which treatments share a plate, and which plates hold them. */
public final class PlateGroupFiles {
    private static final List<String> TREATMENTS = List.of("label", "group");
    private static final List<String> PLATES = List.of("experiment", "plate", "group");

    private PlateGroupFiles() {}

    /** @param plates null if unknown; the scorer then infers them */
    public static PlateGroups read(Path treatments, @Nullable Path plates) throws IOException {
        PlateGroups.Builder groups = PlateGroups.newBuilder();
        for (Csv.Line line : lines(treatments, TREATMENTS)) {
            groups.addTreatments(
                    TreatmentGroup.newBuilder().setLabel(line.fields().get(0)).setGroup(number(treatments, line, 1)));
        }
        if (plates != null) {
            for (Csv.Line line : lines(plates, PLATES)) {
                groups.addPlates(PlateGroup.newBuilder()
                        .setExperiment(line.fields().get(0))
                        .setPlate(number(plates, line, 1))
                        .setGroup(number(plates, line, 2)));
            }
        }
        return groups.build();
    }

    private static List<Csv.Line> lines(Path file, List<String> header) throws IOException {
        List<Csv.Line> lines;
        try {
            lines = Csv.read(Files.readAllBytes(file), header);
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": " + e.getMessage(), e);
        }
        for (Csv.Line line : lines) {
            if (line.fields().size() != header.size()) {
                throw new UserError(file + ", line " + line.number() + ": '" + String.join(",", line.fields())
                        + "'; expected " + String.join(",", header));
            }
        }
        return lines;
    }

    private static int number(Path file, Csv.Line line, int field) {
        try {
            return Integer.parseInt(line.fields().get(field).strip());
        } catch (NumberFormatException e) {
            throw new UserError(
                    file + ", line " + line.number() + ": '" + line.fields().get(field) + "' is not a number", e);
        }
    }
}
