package io.wellstream.local.cli.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.simulator.CellLinePlan;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.SimulatedScreen;
import io.wellstream.simulator.SimulationSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteExportTest {
    private static final CellType HUVEC = new CellType("HUVEC");
    private static final int SIDE = 32;
    private final Path folder;

    SiteExportTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void pixelsAreInTheOrderOfTheTable() throws Exception {
        SimulationSpec screen = SimulationSpec.bench(3, List.of(HUVEC), 4)
                .withCellLines(List.of(new CellLinePlan(HUVEC, 1, 1, false)))
                .withFields(new FieldPlan(2, SIDE));
        AccuracyPlan plan = new AccuracyPlan(screen, Arms.named("recommended"), 1, Duration.ofMinutes(1));

        new SiteExport(plan, folder).write();

        byte[] npy = Files.readAllBytes(folder.resolve("pixels-HUVEC.npy"));
        List<String> table = Files.readAllLines(folder.resolve("sites-HUVEC.csv"));
        int header = 10 + (npy[8] & 0xFF) + ((npy[9] & 0xFF) << 8);
        int size = 6 * SIDE * SIDE;
        assertThat(header % 64).isZero();
        assertThat(new String(npy, 10, header - 10, StandardCharsets.US_ASCII))
                .contains("'descr': '|u1'", "'shape': (16, 6, 32, 32)")
                .endsWith("\n");
        assertThat(npy).hasSize(header + 16 * size);
        assertThat(table).hasSize(17).startsWith("set,experiment,plate,well,site,label");
        String[] last = table.getLast().split(",", -1);
        byte[][] drawn = new SimulatedScreen(screen)
                .draw(new SiteId(WellId.of(last[1], last[2], last[3]), Integer.parseInt(last[4])));
        int at = header + 15 * size;
        assertThat(Arrays.copyOfRange(npy, at, at + SIDE * SIDE)).isEqualTo(drawn[0]);
        assertThat(Arrays.copyOfRange(npy, at + 5 * SIDE * SIDE, at + size)).isEqualTo(drawn[5]);
        assertThat(last[0]).isEqualTo("unseen");
    }

    @Test
    void thePlanNamesArmsAndSettings() throws Exception {
        SimulationSpec screen = SimulationSpec.bench(3, List.of(HUVEC), 4)
                .withCellLines(List.of(new CellLinePlan(HUVEC, 1, 0, false)))
                .withFields(new FieldPlan(1, SIDE));

        new SiteExport(new AccuracyPlan(screen, Arms.named("recommended"), 2, Duration.ofMinutes(1)), folder).write();

        JsonObject plan = JsonParser.parseString(Files.readString(folder.resolve("plan.json")))
                .getAsJsonObject();
        JsonObject arm = plan.getAsJsonArray("arms").get(0).getAsJsonObject();
        assertThat(plan.get("seeds").getAsInt()).isEqualTo(2);
        assertThat(arm.get("name").getAsString()).isEqualTo("recommended");
        assertThat(arm.getAsJsonObject("settings").get("preset").getAsString()).isEqualTo("recommended");
    }
}
