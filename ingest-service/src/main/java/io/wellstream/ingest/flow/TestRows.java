package io.wellstream.ingest.flow;

import io.wellstream.ingest.source.MetadataRow;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellRole;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The rows that a submission must hold: the treatment rows of the test part, whether or not their images are whole. */
final class TestRows {
    private static final String HEADER = "id_code,experiment,plate,well,cell_type\n";

    private TestRows() {}

    /** As CSV in the order of the wells; empty if the metadata have no such row. */
    static Optional<byte[]> csv(List<MetadataRow> rows) {
        StringBuilder text = new StringBuilder(HEADER);
        for (MetadataRow row : rows) {
            if (row.subset() == Subset.SUBSET_TEST && row.role() == WellRole.WELL_ROLE_TREATMENT) {
                text.append(row.idCode()).append(',').append(row.well().experiment());
                text.append(',').append(row.well().plate().number());
                text.append(',').append(row.well().position());
                text.append(',').append(row.cellType()).append('\n');
            }
        }
        return text.length() == HEADER.length()
                ? Optional.empty()
                : Optional.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
