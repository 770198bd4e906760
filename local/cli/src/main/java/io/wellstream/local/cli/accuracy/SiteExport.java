package io.wellstream.local.cli.accuracy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.simulator.MetadataForm;
import io.wellstream.simulator.SimulatedScreen;
import io.wellstream.simulator.SimulatedWell;
import io.wellstream.wire.rows.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes the benchmark's data for benchmarks/accuracy_pytorch.py: for each cell type the pixels of the treated wells' sites
 * {@code [site, channel, y, x]} and a table of these sites, and the arms.
 */
final class SiteExport {
    private static final int WELLS_AT_A_TIME = 64;

    private final AccuracyPlan plan;
    private final Path folder;

    SiteExport(AccuracyPlan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    void write() throws IOException {
        Files.createDirectories(folder);
        SimulatedScreen screen = new SimulatedScreen(plan.screen());
        for (CellType cellType : plan.cellTypes()) {
            write(screen, cellType);
        }
        Files.writeString(folder.resolve("plan.json"), json().toString());
    }

    private void write(SimulatedScreen screen, CellType cellType) throws IOException {
        List<SimulatedWell> wells = screen.wells().stream()
                .filter(well -> !well.isControl())
                .filter(well -> CellType.of(well.id().experiment()).equals(cellType))
                .toList();
        int sites = plan.screen().fields().sites();
        int side = plan.screen().fields().side();
        try (NpyWriter pixels =
                NpyWriter.open(folder.resolve("pixels-" + cellType + ".npy"), wells.size() * sites, 6, side, side)) {
            for (int from = 0; from < wells.size(); from += WELLS_AT_A_TIME) {
                List<SimulatedWell> part = wells.subList(from, Math.min(wells.size(), from + WELLS_AT_A_TIME));
                List<byte[][]> drawn = IntStream.range(0, part.size() * sites)
                        .parallel()
                        .mapToObj(
                                i -> screen.draw(new SiteId(part.get(i / sites).id(), i % sites + 1)))
                        .toList();
                for (byte[][] site : drawn) {
                    for (byte[] channel : site) {
                        pixels.write(channel);
                    }
                }
            }
        }
        Files.write(folder.resolve("sites-" + cellType + ".csv"), table(wells, sites));
    }

    private byte[] table(List<SimulatedWell> wells, int sites) {
        MetadataForm labels = plan.screen().labels();
        return Csv.write(
                List.of("set", "experiment", "plate", "well", "site", "label"),
                wells.stream().flatMap(well -> IntStream.rangeClosed(1, sites)
                        .mapToObj(site -> List.of(
                                well.unseen() ? "unseen" : "train",
                                well.id().experiment().name(),
                                well.id().plate().name(),
                                well.id().position().toString(),
                                String.valueOf(site),
                                labels.write(well.perturbation())))));
    }

    private JsonObject json() {
        JsonArray arms = new JsonArray();
        for (Arm arm : plan.arms()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", arm.name());
            try {
                entry.add(
                        "settings", JsonParser.parseString(JsonFormat.printer().print(arm.settings())));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("the settings of arm " + arm.name() + " have no JSON form", e);
            }
            arms.add(entry);
        }
        JsonArray types = new JsonArray();
        plan.cellTypes().forEach(type -> types.add(type.name()));
        JsonObject json = new JsonObject();
        json.add("cell_types", types);
        json.addProperty("seeds", plan.seeds());
        json.add("arms", arms);
        return json;
    }
}
