package io.wellstream.local.cli.screen;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.PlateGroup;
import io.wellstream.proto.v1.PlateGroups;
import io.wellstream.proto.v1.TreatmentGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which treatments share a plate, and which plates they are on, from CSV files. */
public final class GroupFiles {
    private static final String TREATMENTS = "label,group";
    private static final String PLATES = "experiment,plate,group";

    private GroupFiles() {}

    /** @param plates null: not known, so that the scorer infers them */
    public static PlateGroups read(Path treatments, @Nullable Path plates) throws IOException {
        PlateGroups.Builder groups = PlateGroups.newBuilder();
        for (Line line : lines(treatments, TREATMENTS)) {
            groups.addTreatments(
                    TreatmentGroup.newBuilder().setLabel(line.cells().get(0)).setGroup(line.number(1)));
        }
        if (plates != null) {
            for (Line line : lines(plates, PLATES)) {
                groups.addPlates(PlateGroup.newBuilder()
                        .setExperiment(line.cells().get(0))
                        .setPlate(line.number(1))
                        .setGroup(line.number(2)));
            }
        }
        return groups.build();
    }

    /** A line of a file, to be named if it makes no sense. */
    private record Line(Path file, int at, List<String> cells) {
        private int number(int cell) {
            try {
                return Integer.parseInt(cells.get(cell));
            } catch (NumberFormatException e) {
                throw new UserError(file + ", line " + at + ": '" + cells.get(cell) + "' is not a number", e);
            }
        }
    }

    private static List<Line> lines(Path file, String header) throws IOException {
        List<String> text = Files.readAllLines(file);
        if (text.isEmpty() || !text.getFirst().strip().equals(header)) {
            throw new UserError(file + " does not begin with '" + header + "'");
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 1; i < text.size(); i++) {
            List<String> cells = List.of(text.get(i).strip().split(",", -1));
            if (cells.size() != header.split(",", -1).length) {
                throw new UserError(file + ", line " + (i + 1) + ": '" + text.get(i) + "'; expected " + header);
            }
            lines.add(new Line(file, i + 1, cells));
        }
        return lines;
    }
}
