package io.wellstream.local.cli.speed;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.local.cli.files.SimulatedScreens;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.simulator.CellLinePlan;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.PlatePlan;
import io.wellstream.simulator.SimulationSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The images of a measurement: those of a folder, or simulated ones of RxRx1's size that are deleted afterwards. */
final class BenchImages implements AutoCloseable {
    static final int SIDE = 512;
    private static final CellType CELL_TYPE = new CellType("HUVEC");

    private final Path folder;
    private final @Nullable Path temporary;

    private BenchImages(Path folder, @Nullable Path temporary) {
        this.folder = folder;
        this.temporary = temporary;
    }

    /** @param given null to simulate */
    static BenchImages of(@Nullable Path given) throws IOException, InterruptedException {
        if (given != null) {
            if (!Files.isDirectory(given)) {
                throw new UserError(given + " is no folder; name one with PNG files, six for each site");
            }
            return new BenchImages(given, null);
        }
        Path temporary = Files.createTempDirectory("wellstream-images-");
        try {
            Path screen = temporary.resolve("screen");
            SimulatedScreens.write(screen, temporary.resolve("truth.csv"), screen(2));
            return new BenchImages(screen, temporary);
        } catch (IOException | RuntimeException | InterruptedException e) {
            MoreFiles.deleteRecursively(temporary, RecursiveDeleteOption.ALLOW_INSECURE);
            throw e;
        }
    }

    /** A screen of one experiment and one plate, with two sites in each well. */
    static SimulationSpec screen(int treatments) {
        return SimulationSpec.demo(1)
                .withCellLines(List.of(new CellLinePlan(CELL_TYPE, 1, 0, false)))
                .withPlates(new PlatePlan(treatments, 1, 0, false))
                .withFields(new FieldPlan(2, SIDE));
    }

    Path folder() {
        return folder;
    }

    String description() {
        return temporary == null ? folder.toString() : "simulated, " + SIDE + " px";
    }

    @Override
    public void close() throws IOException {
        if (temporary != null) {
            MoreFiles.deleteRecursively(temporary, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }
}
