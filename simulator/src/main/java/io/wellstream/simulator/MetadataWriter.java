package io.wellstream.simulator;

import io.wellstream.simulator.morphology.Perturbation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Writes a screen's tables in RxRx1's format: five CSV files in the folder, and the withheld labels in a file elsewhere. */
final class MetadataWriter {

    private static final String PLACE = "id_code,experiment,plate,well";

    private final List<SimulatedWell> wells;
    private final MetadataForm labels;

    MetadataWriter(SimulatedScreen screen) {
        this.wells = screen.wells().stream()
                .sorted(Comparator.comparing(SimulatedWell::id))
                .toList();
        this.labels = screen.spec().labels();
    }

    void writeTables(Path folder) throws IOException {
        write(folder.resolve("train.csv"), PLACE + ",sirna", rows(treated(false), this::labelled));
        write(folder.resolve("test.csv"), PLACE, rows(treated(true), MetadataWriter::place));
        write(folder.resolve("train_controls.csv"), PLACE + ",sirna,well_type", rows(controls(false), this::control));
        write(folder.resolve("test_controls.csv"), PLACE + ",sirna,well_type", rows(controls(true), this::control));
        String filler = labels.write(new Perturbation.Treatment(0));
        write(
                folder.resolve("sample_submission.csv"),
                "id_code,sirna",
                rows(treated(true), well -> well.code() + "," + filler));
    }

    void writeTruth(Path file) throws IOException {
        write(file, PLACE + ",sirna", rows(treated(true), this::labelled));
    }

    private static Predicate<SimulatedWell> treated(boolean unseen) {
        return well -> !well.isControl() && well.unseen() == unseen;
    }

    private static Predicate<SimulatedWell> controls(boolean unseen) {
        return well -> well.isControl() && well.unseen() == unseen;
    }

    private List<String> rows(Predicate<SimulatedWell> chosen, Function<SimulatedWell, String> row) {
        return wells.stream().filter(chosen).map(row).toList();
    }

    private static String place(SimulatedWell well) {
        return well.code() + "," + well.id().experiment() + ","
                + well.id().plate().number() + "," + well.id().position();
    }

    private String labelled(SimulatedWell well) {
        return place(well) + "," + labels.write(well.perturbation());
    }

    private String control(SimulatedWell well) {
        boolean negative = well.perturbation() instanceof Perturbation.Untreated;
        return labelled(well) + (negative ? ",negative_control" : ",positive_control");
    }

    private static void write(Path file, String header, List<String> rows) throws IOException {
        StringBuilder text = new StringBuilder(header).append('\n');
        rows.forEach(row -> text.append(row).append('\n'));
        Files.writeString(file, text);
    }
}
