package io.wellstream.scorer;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.Target;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The models of one submission, each leased from when it is first asked for until the submission is done. */
final class ModelLeases implements AutoCloseable {
    private final ModelShelf shelf;
    private final DatasetId dataset;
    private final Map<CellType, Optional<ModelShelf.Lease>> treatments = new TreeMap<>();
    private final Map<CellType, Optional<ModelShelf.Lease>> controls = new TreeMap<>();

    ModelLeases(ModelShelf shelf, DatasetId dataset) {
        this.shelf = shelf;
        this.dataset = dataset;
    }

    /** A model of treatments, or else one of treatments and controls, which answers treatment rows with treatments only. */
    Optional<LoadedModel> ofTreatments(CellType cellType) {
        return treatments
                .computeIfAbsent(cellType, type -> shelf.served(dataset, type, Target.TARGET_TREATMENT)
                        .or(() -> shelf.served(dataset, type, Target.TARGET_TREATMENT_AND_CONTROL)))
                .map(ModelShelf.Lease::model);
    }

    /** A model of controls. */
    Optional<LoadedModel> ofControls(CellType cellType) {
        return controls.computeIfAbsent(cellType, type -> shelf.served(dataset, type, Target.TARGET_CONTROL))
                .map(ModelShelf.Lease::model);
    }

    @Override
    public void close() {
        treatments.values().forEach(lease -> lease.ifPresent(ModelShelf.Lease::close));
        controls.values().forEach(lease -> lease.ifPresent(ModelShelf.Lease::close));
    }
}
