package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.Rxrx1;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.imaging.screen.WellSpelling;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.table.CsvFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of RxRx1's published forms a folder has: from the names of its tables, and of the images that the first rows name. */
final class PublishedForm {
    private static final int PROBED = 200;
    private static final long MOST_BYTES = 64L << 20;

    private PublishedForm() {}

    static Screen of(SourceFiles files) {
        Optional<String> bySite = SiteTable.find(files);
        if (CompetitionTables.place(files).isPresent() || bySite.isEmpty()) {
            return Rxrx1.COMPETITION;
        }
        for (SiteId site : firstSites(bySite.get(), files)) {
            if (files.has(Rxrx1.DOWNLOAD.imaging().pattern().path("", site, 1))) {
                return Rxrx1.DOWNLOAD;
            }
            if (files.has(Rxrx1.WILDS.imaging().pattern().path("", site, 0))) {
                return Rxrx1.WILDS;
            }
        }
        return Rxrx1.DOWNLOAD;
    }

    /** The sites of the first good rows; what is wrong with rows is reported when the whole table is read. */
    private static List<SiteId> firstSites(String name, SourceFiles files) {
        List<SiteId> sites = new ArrayList<>();
        List<String> columns = List.of("experiment", "plate", "well", "site");
        CsvFile table = new CsvFile(
                name, new CsvFile.Layout(columns, true, StandardCharsets.ISO_8859_1), PROBED, new ArrayList<>());
        try {
            files.read(name, MOST_BYTES).map(table::read).orElse(List.of()).forEach(row -> site(row)
                    .ifPresent(sites::add));
        } catch (BadFileException unreadable) {
            return List.of();
        }
        return sites;
    }

    private static Optional<SiteId> site(CsvFile.Row row) {
        try {
            PlateId plate = new PlateId(new ExperimentId(row.get("experiment")), Integer.parseInt(row.get("plate")));
            WellId well = new WellId(plate, WellSpelling.parse(row.get("well")));
            return Optional.of(new SiteId(well, Integer.parseInt(row.get("site"))));
        } catch (IllegalArgumentException bad) {
            return Optional.empty();
        }
    }
}
