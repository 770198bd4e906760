package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.problem.Line;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellRole;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A well as the metadata describe it; all values have been checked against the screen.
 *
 * @param idCode the row's identifier as written, e.g. {@code HEPG2-08_1_B03}
 * @param label as written; empty if the metadata has none
 * @param sites the sites and files that the metadata name
 * @param line the well's first line
 */
public record MetadataRow(
        String idCode,
        WellId well,
        CellType cellType,
        Subset subset,
        WellRole role,
        String label,
        SiteFiles sites,
        Line line) {
    /** Whether the well is one whose label must stay unseen: a treatment of the test part. */
    public boolean isUnseen() {
        return subset == Subset.SUBSET_TEST && role == WellRole.WELL_ROLE_TREATMENT;
    }

    /** The sites that the well should have on a screen. */
    List<Integer> declaredSites(Screen screen) {
        return sites.files().isEmpty()
                ? IntStream.rangeClosed(1, screen.sites()).boxed().toList()
                : sites.sites();
    }

    /** The folder of the well's images, if the screen has one per subset. */
    String subsetFolder() {
        return subset == Subset.SUBSET_TEST ? "test" : "train";
    }

    /** Whether two rows describe the same well in the same way, in whichever files they are. */
    boolean agreesWith(MetadataRow other) {
        return well.equals(other.well)
                && cellType.equals(other.cellType)
                && subset == other.subset
                && role == other.role
                && label.equals(other.label);
    }

    /** The same well with the sites and files of another row too; empty if one of them is in both rows. */
    Optional<MetadataRow> withSitesOf(MetadataRow other) {
        return sites.with(other.sites)
                .map(both -> new MetadataRow(idCode, well, cellType, subset, role, label, both, line));
    }

    /** The path of an image: as the metadata give it, or as the screen's pattern does. */
    String path(Screen screen, int site, int channel) {
        return sites.path(site, channel)
                .orElseGet(() -> screen.imaging().pattern().path(subsetFolder(), new SiteId(well, site), channel));
    }
}
