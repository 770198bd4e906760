package io.wellstream.simulator;

import io.wellstream.imaging.screen.SiteId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Writes a simulated screen to a folder, in RxRx1's layout. The same specification gives the same files, byte for byte, on any
 * number of threads. The tables are written last: a folder without them is an unfinished screen.
 */
public final class ScreenSimulator {

    /** Called after each well, in order, on the thread that called {@link #write}. */
    @FunctionalInterface
    public interface Progress {
        void drawn(int sites, int ofSites);
    }

    private final int threads;

    /** Draws on as many threads as there are cores. */
    public ScreenSimulator() {
        this(Runtime.getRuntime().availableProcessors());
    }

    public ScreenSimulator(int threads) {
        this.threads = threads;
    }

    /**
     * Writes the screen, and the labels that it withholds to a separate file.
     *
     * @param folder must be absent or empty
     * @param truth a file outside the folder
     * @throws FileAlreadyExistsException if the folder holds anything, or the truth file exists
     */
    public void write(Path folder, Path truth, SimulationSpec spec, Progress progress)
            throws IOException, InterruptedException {
        refuseWhatIsThere(folder, truth);
        SimulatedScreen screen = new SimulatedScreen(spec);
        drawAll(folder, screen, progress);
        MetadataWriter tables = new MetadataWriter(screen);
        tables.writeTruth(truth);
        tables.writeTables(folder);
    }

    private static void refuseWhatIsThere(Path folder, Path truth) throws IOException {
        Path inside = folder.toAbsolutePath().normalize();
        if (truth.toAbsolutePath().normalize().startsWith(inside)) {
            throw new IllegalArgumentException(
                    "truth file " + truth + " is in the screen's folder " + folder + "; expected it outside");
        }
        if (Files.exists(truth)) {
            throw new FileAlreadyExistsException(truth.toString(), null, "already exists");
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new FileAlreadyExistsException(folder.toString(), null, "is not empty");
                }
            }
        }
        Files.createDirectories(folder);
    }

    private void drawAll(Path folder, SimulatedScreen screen, Progress progress)
            throws IOException, InterruptedException {
        int total = screen.wells().size() * screen.spec().fields().sites();
        int drawn = 0;
        List<Future<Integer>> wells = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("draw-", 1).factory())) {
            try {
                for (SimulatedWell well : screen.wells()) {
                    wells.add(pool.submit(() -> drawWell(folder, screen, well)));
                }
                for (Future<Integer> well : wells) {
                    drawn += well.get();
                    progress.drawn(drawn, total);
                }
            } catch (ExecutionException failure) {
                throw unwrapped(failure);
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private static int drawWell(Path folder, SimulatedScreen screen, SimulatedWell well) throws IOException {
        int sites = screen.spec().fields().sites();
        int side = screen.spec().fields().side();
        Path plate = folder.resolve(well.unseen() ? "test" : "train")
                .resolve(well.id().experiment().name())
                .resolve("Plate" + well.id().plate().number());
        Files.createDirectories(plate);
        for (int site = 1; site <= sites; site++) {
            byte[][] planes = screen.draw(new SiteId(well.id(), site));
            for (int channel = 1; channel <= planes.length; channel++) {
                Path file = plate.resolve(well.id().position() + "_s" + site + "_w" + channel + ".png");
                Files.write(file, PngWriter.encode(planes[channel - 1], side, side));
            }
        }
        return sites;
    }

    /** The failure of a drawing thread, as an exception of this thread. */
    private static IOException unwrapped(ExecutionException failure) {
        if (failure.getCause() instanceof IOException cause) {
            return cause;
        }
        throw new IllegalStateException("a site could not be drawn", failure);
    }
}
