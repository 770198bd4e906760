package io.wellstream.local.cli.files;

import io.wellstream.local.cli.terminal.Progress;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.simulator.ScreenSimulator;
import io.wellstream.simulator.SimulationSpec;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** Writes simulated screens and shows the progress. */
public final class SimulatedScreens {
    private SimulatedScreens() {}

    /** Writes a screen to an absent or empty folder, and its labels to another file. */
    public static void write(Path folder, Path truth, SimulationSpec screen) throws IOException, InterruptedException {
        try (Progress progress = Progress.of("Simulating", "sites")) {
            long[] sites = new long[1];
            new ScreenSimulator().write(folder, truth, screen, (drawn, of) -> {
                sites[0] = of;
                progress.at(drawn, of);
            });
            int channels = 6;
            progress.finish(String.format("%,d sites, %,d images", sites[0], channels * sites[0]));
        } catch (FileAlreadyExistsException e) {
            throw new UserError(e.getFile() + " " + e.getReason() + "; name a folder that is absent or empty", e);
        }
    }
}
