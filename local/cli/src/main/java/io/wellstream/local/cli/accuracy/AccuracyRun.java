package io.wellstream.local.cli.accuracy;

import io.wellstream.local.cli.files.PictureFile;
import io.wellstream.simulator.SimulatedScreen;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One call of the benchmark: measures, or compares earlier results, and writes what it found. */
public final class AccuracyRun {
    private final AccuracyPlan plan;
    private final Path folder;
    private final PrintWriter out;

    /** @param folder for the results; those of an earlier call are replaced */
    public AccuracyRun(AccuracyPlan plan, Path folder, PrintWriter out) {
        this.plan = plan;
        this.folder = folder;
        this.out = out;
    }

    /** Trains and predicts; returns the results as JSON. The files are complete after each round. */
    public String measure() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        ResultFiles files = ResultFiles.in(folder);
        PictureFile.of(folder.resolve("sites.jpg")).write(new SiteGallery(new SimulatedScreen(plan.screen())).draw());
        AccuracyBenchmark benchmark = new AccuracyBenchmark(plan, this::say);
        benchmark.run(files::write);
        PictureFile.of(folder.resolve("curves.png")).write(benchmark.curves());
        return report(files.read(), plan.reference());
    }

    /** Compares results that earlier calls, or benchmarks/accuracy_pytorch.py, wrote. */
    public String compare(List<Path> folders) throws IOException {
        Files.createDirectories(folder);
        Results all = Results.NONE;
        for (Path from : folders) {
            all = all.and(ResultFiles.in(from).read());
        }
        return report(all, all.arms().iterator().next());
    }

    /** Writes the sites of the plan's screen for other programs. */
    public void export(Path to) throws IOException {
        new SiteExport(plan, to).write();
        say("Sites and plan in " + to);
    }

    private String report(Results results, String reference) throws IOException {
        long classes =
                results.predictions().stream().map(Prediction::truth).distinct().count();
        AccuracyReport report = new AccuracyReport(new Comparison(results, reference), 1.0 / Math.max(1, classes));
        say("");
        report.table().forEach(this::say);
        String json = report.json().toString();
        Files.write(folder.resolve("accuracy.json"), (json + "\n").getBytes(StandardCharsets.UTF_8));
        Path picture = folder.resolve("accuracy.png");
        PictureFile.of(picture).write(report.picture("Accuracy on unseen experiments, " + classes + " treatments"));
        say("");
        say("Picture  " + picture);
        return json;
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
