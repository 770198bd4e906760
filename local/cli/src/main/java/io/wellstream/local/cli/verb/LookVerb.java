package io.wellstream.local.cli.verb;

import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.render.Composite;
import io.wellstream.imaging.render.ContactSheet;
import io.wellstream.imaging.render.Palette;
import io.wellstream.imaging.render.PlateOverview;
import io.wellstream.imaging.render.PngFile;
import io.wellstream.imaging.screen.PlateDesign;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.local.cli.client.SiteImages;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.store.ObjectStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws ingested wells as composites. */
@Command(
        name = "look",
        mixinStandardHelpOptions = true,
        description = "Write a picture of a plate, or of one treatment across experiments and cell types.",
        footer = {
            "",
            "Example: wellstream look --dataset rxrx1 --plate HUVEC-01/1 --out plate.png",
            "         wellstream look --dataset rxrx1 --treatment sirna_250 --out sirna_250.png"
        })
public final class LookVerb implements Callable<Integer> {
    private static final int PLATE_TILE = 48;
    private static final int SHEET_TILE = 160;

    @Mixin
    private final SystemOption system = new SystemOption();

    @Option(names = "--dataset", required = true, description = "The data set.")
    private String dataset = "";

    @ArgGroup(multiplicity = "1")
    private Subject subject = new Subject();

    @Option(names = "--out", defaultValue = "look.png", paramLabel = "FILE", description = "Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("look.png");

    @Spec
    private @Nullable CommandSpec spec;

    /** What is drawn. */
    static final class Subject {
        @Option(names = "--plate", required = true, description = "experiment/plate, e.g. HUVEC-01/1.")
        private @Nullable String plate;

        @Option(names = "--treatment", required = true, description = "A label as in the metadata, e.g. sirna_250.")
        private @Nullable String treatment;
    }

    @Override
    public Integer call() throws IOException {
        SystemClient services = system.services();
        List<WellIngested> wells = services.table(Topics.WELLS, key -> key.startsWith(dataset + "/")).values().stream()
                .filter(well -> subject.plate != null
                        ? plateOf(well).equals(subject.plate)
                        : well.getLabel().equals(subject.treatment))
                .sorted(Comparator.comparing(WellIngested::getCellType).thenComparing(SiteImages::id))
                .toList();
        if (wells.isEmpty()) {
            String what = subject.plate != null ? "plate " + subject.plate : "treatment " + subject.treatment;
            throw new UserError("data set " + dataset + " has no well of " + what);
        }
        try (ObjectStore store = ObjectStore.connect(services.store())) {
            Files.write(
                    out, PngFile.encode(subject.plate != null ? plate(services, store, wells) : sheet(store, wells)));
        }
        Verb.out(spec).printf("%,d wells in %s%n", wells.size(), out);
        return 0;
    }

    private static String plateOf(WellIngested well) {
        return SiteImages.id(well).plate().toString();
    }

    /** All wells of a plate share one palette, so that brightness compares. */
    private BufferedImage plate(SystemClient services, ObjectStore store, List<WellIngested> wells) {
        Map<WellPosition, SiteImage> sites = new TreeMap<>();
        wells.forEach(well -> sites.put(SiteImages.id(well).position(), SiteImages.first(store, well)));
        Palette palette =
                Palette.of(wells.getFirst().getSites(0).getImagesCount()).fittedTo(sites.values());
        Map<WellPosition, BufferedImage> pictures = new HashMap<>();
        sites.forEach((position, site) -> pictures.put(position, Composite.of(site, palette)));
        return PlateOverview.draw(dataset + " " + subject.plate, design(services), pictures, PLATE_TILE);
    }

    private PlateDesign design(SystemClient services) {
        ScreenDescription screen =
                services.table(Topics.INGESTS, key -> key.startsWith(dataset + "/")).values().stream()
                        .findFirst()
                        .orElseThrow(() -> new UserError("no ingest of data set " + dataset + " has finished yet"))
                        .getScreen();
        return new PlateDesign(screen.getPlateRows(), screen.getPlateColumns(), screen.getTreatmentRepeats());
    }

    /** A row per cell type; each experiment has a palette of its own, as batch effects would hide everything else. */
    private BufferedImage sheet(ObjectStore store, List<WellIngested> wells) {
        Map<String, List<WellIngested>> byCellType = wells.stream()
                .collect(Collectors.groupingBy(WellIngested::getCellType, TreeMap::new, Collectors.toList()));
        int columns = byCellType.values().stream().mapToInt(List::size).max().orElse(1);
        ContactSheet sheet = new ContactSheet(dataset + " " + subject.treatment, Math.min(columns, 8), SHEET_TILE);
        for (WellIngested well : wells) {
            SiteImage site = SiteImages.first(store, well);
            WellId id = SiteImages.id(well);
            sheet.add(
                    id.toString(),
                    Composite.of(site, Palette.of(site.channels()).fittedTo(List.of(site))));
        }
        return sheet.draw();
    }
}
