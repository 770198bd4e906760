package io.wellstream.scorer.model;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.proto.v1.Serving;
import io.wellstream.proto.v1.Target;
import io.wellstream.scorer.call.ScorerMeters;
import java.util.Locale;
import java.util.Optional;

/** What a model is served for; no cell type means all. */
record ServedRole(DatasetId dataset, Optional<CellType> cellType, Target target) {
    static ServedRole of(Serving serving) {
        return new ServedRole(
                new DatasetId(serving.getDataset()), cellTypeOf(serving.getCellType()), serving.getTarget());
    }

    /** What the model was trained for. */
    static ServedRole of(ModelPublished model) {
        return new ServedRole(new DatasetId(model.getDataset()), cellTypeOf(model.getCellType()), model.getTarget());
    }

    private static Optional<CellType> cellTypeOf(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(new CellType(name));
    }

    /** As the meters name it. */
    ScorerMeters.Served servedBy(ModelName model) {
        String name = target.name().substring("TARGET_".length()).toLowerCase(Locale.ROOT);
        return new ScorerMeters.Served(
                dataset.name(),
                cellType.map(CellType::name).orElse("all"),
                name.replace("_and_", "+").replace('_', '-'),
                model.run().name());
    }

    /** E.g. {@code rxrx1/HUVEC/treatment: huvec-1}. */
    String describe(ModelName model) {
        ScorerMeters.Served served = servedBy(model);
        return served.dataset() + "/" + served.cellType() + "/" + served.target() + ": " + served.run();
    }
}
