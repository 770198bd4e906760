package io.wellstream.shell;

import io.smallrye.config.ConfigMapping;
import io.wellstream.wire.kafka.Kept;
import io.wellstream.wire.keys.DatasetFilter;
import java.nio.file.Path;
import java.util.Optional;

/** Where a service keeps the table of wells. */
@ConfigMapping(prefix = "wellstream.tables")
public interface TableSettings {
    /**
     * A folder on a local disk for this process alone, for the table of wells: about 1 kB per well. It may be deleted while the process is
     * stopped, and is then made again from Kafka. By default the table is in memory, about 3 kB per well.
     */
    Optional<Path> folder();

    /** @param datasets whose wells are kept */
    default Kept kept(DatasetFilter datasets) {
        return new Kept(datasets.prefixes(), folder());
    }
}
