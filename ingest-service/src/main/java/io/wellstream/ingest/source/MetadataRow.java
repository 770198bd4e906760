package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellRole;

/**
 * A well as the metadata describe it; all values have been checked against the screen.
 *
 * @param idCode the row's identifier as written, e.g. {@code HEPG2-08_1_B03}
 * @param label as written; empty for test rows
 * @param file the metadata file, relative to the screen's folder
 * @param line the number of the row's first line in that file, from 1
 */
public record MetadataRow(
        String idCode, WellId well, Subset subset, WellRole role, String label, String file, long line) {
    public CellType cellType() {
        return CellType.of(well.experiment());
    }

    /** Whether two rows describe the same well in the same way, in whichever files they are. */
    boolean agreesWith(MetadataRow other) {
        return well.equals(other.well) && subset == other.subset && role == other.role && label.equals(other.label);
    }
}
