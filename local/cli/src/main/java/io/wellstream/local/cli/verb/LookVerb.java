package io.wellstream.local.cli.verb;

import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.render.Composite;
import io.wellstream.imaging.render.ContactSheet;
import io.wellstream.imaging.render.Palette;
import io.wellstream.imaging.render.PlateOverview;
import io.wellstream.imaging.screen.PlateDesign;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.SiteImages;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.files.PictureFile;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.store.ObjectStore;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws ingested wells as composites. */
@Command(
        name = "look",
        description = {
            "Draw a plate, or one treatment across experiments and cell types.",
            "The ending of the file's name chooses between PNG and JPEG."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream look --dataset rxrx1 --plate HUVEC-01/1 --out plate.png",
            "  ./wellstream look --dataset rxrx1 --treatment sirna_250 --out 250.jpg"
        })
public final class LookVerb extends DataSetVerb {
    private static final int PLATE_TILE = 48;
    private static final int SHEET_TILE = 160;

    @ArgGroup(multiplicity = "1")
    private Subject subject = new Subject();

    @Option(names = "--out", paramLabel = "FILE", description = "A .png or .jpg file. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("look.png");

    @Mixin
    private final ForceOption force = new ForceOption();

    /** What is drawn. */
    static final class Subject {
        @Option(names = "--plate", paramLabel = "PLATE", description = "experiment/plate, e.g. HUVEC-01/1.")
        private @Nullable String plate;

        @Option(names = "--treatment", paramLabel = "LABEL", description = "A label of the metadata, e.g. sirna_250.")
        private @Nullable String treatment;
    }

    @Override
    public Integer call() {
        PictureFile file = PictureFile.of(out, force.files());
        SystemClient client = client();
        String prefix = MessageKeys.dataset(dataset());
        Collection<WellIngested> all =
                client.table(Topics.WELLS, key -> key.startsWith(prefix)).values();
        if (all.isEmpty()) {
            DataSets.read(client).require(dataset());
        }
        List<WellIngested> wells = subject.plate != null
                ? chosen(all, "plate", subject.plate, LookVerb::plateOf)
                : chosen(all, "treatment", String.valueOf(subject.treatment), WellIngested::getLabel);
        if (subject.plate != null) {
            PlateDesign design = design(client);
            file.write(client.withStore(store -> plate(design, store, wells)));
        } else {
            file.write(client.withStore(store -> sheet(store, wells)));
        }
        out().printf("%,d wells in %s%n", wells.size(), out);
        return 0;
    }

    private List<WellIngested> chosen(
            Collection<WellIngested> all, String what, String name, Function<WellIngested, String> nameOf) {
        List<WellIngested> wells = all.stream()
                .filter(well -> nameOf.apply(well).equals(name))
                .sorted(Comparator.comparing(WellIngested::getCellType).thenComparing(SiteImages::id))
                .toList();
        if (wells.isEmpty()) {
            List<String> known = all.stream()
                    .map(nameOf)
                    .filter(each -> !each.isEmpty())
                    .distinct()
                    .toList();
            throw new UserError("data set '" + dataset() + "' has no " + what + " '" + name + "'; there are: "
                    + UserError.closest(name, known));
        }
        return wells;
    }

    private static String plateOf(WellIngested well) {
        return SiteImages.id(well).plate().toString();
    }

    /** All wells of a plate share one palette, so that their brightness can be compared. */
    private BufferedImage plate(PlateDesign design, ObjectStore store, List<WellIngested> wells) {
        Map<WellPosition, SiteImage> sites = new TreeMap<>();
        wells.forEach(well -> sites.put(SiteImages.id(well).position(), SiteImages.first(store, well)));
        Palette palette =
                Palette.of(wells.getFirst().getSites(0).getImagesCount()).fittedTo(sites.values());
        Map<WellPosition, BufferedImage> pictures = new HashMap<>();
        sites.forEach((position, site) -> pictures.put(position, Composite.of(site, palette)));
        return PlateOverview.draw(dataset() + " " + subject.plate, design, pictures, PLATE_TILE);
    }

    private PlateDesign design(SystemClient client) {
        String prefix = MessageKeys.dataset(dataset());
        ScreenDescription screen = client.table(Topics.INGESTS, key -> key.startsWith(prefix)).values().stream()
                .findFirst()
                .orElseThrow(() -> new UserError("no ingest of data set '" + dataset() + "' has finished yet"))
                .getScreen();
        return new PlateDesign(screen.getPlateRows(), screen.getPlateColumns(), screen.getTreatmentRepeats());
    }

    /** One palette per well: batch effects between experiments would hide everything else. */
    private BufferedImage sheet(ObjectStore store, List<WellIngested> wells) {
        Map<String, Long> byCellType =
                wells.stream().collect(Collectors.groupingBy(WellIngested::getCellType, Collectors.counting()));
        long columns =
                byCellType.values().stream().mapToLong(Long::longValue).max().orElse(1);
        ContactSheet sheet =
                new ContactSheet(dataset() + " " + subject.treatment, (int) Math.min(columns, 8), SHEET_TILE);
        for (WellIngested well : wells) {
            SiteImage site = SiteImages.first(store, well);
            Palette palette = Palette.of(site.channels()).fittedTo(List.of(site));
            sheet.add(SiteImages.id(well).toString(), Composite.of(site, palette));
        }
        return sheet.draw();
    }
}
