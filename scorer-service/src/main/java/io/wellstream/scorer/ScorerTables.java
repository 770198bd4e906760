package io.wellstream.scorer;

import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.Serving;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.kafka.Table;

/** The tables that the scorer follows. */
record ScorerTables(
        Table<WellIngested> wells,
        Table<IngestFinished> ingests,
        Table<ModelPublished> models,
        Table<Serving> servings) {}
