package io.wellstream.scorer.model;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.Target;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The models of one submission, each leased from when it is first asked for until the submission is done. */
public final class ModelLeases implements AutoCloseable {
    private final ServedModels models;
    private final DatasetId dataset;
    private final Map<CellType, Optional<ServedModels.Lease>> treatments = new TreeMap<>();
    private final Map<CellType, Optional<ServedModels.Lease>> controls = new TreeMap<>();

    public ModelLeases(ServedModels models, DatasetId dataset) {
        this.models = models;
        this.dataset = dataset;
    }

    /** A model of treatments, or else one of treatments and controls, which answers treatment rows with treatments only. */
    public Optional<LoadedModel> ofTreatments(CellType cellType) {
        return treatments
                .computeIfAbsent(cellType, type -> models.served(dataset, type, Target.TARGET_TREATMENT)
                        .or(() -> models.served(dataset, type, Target.TARGET_TREATMENT_AND_CONTROL)))
                .map(ServedModels.Lease::model);
    }

    /** A model of controls. */
    public Optional<LoadedModel> ofControls(CellType cellType) {
        return controls.computeIfAbsent(cellType, type -> models.served(dataset, type, Target.TARGET_CONTROL))
                .map(ServedModels.Lease::model);
    }

    @Override
    public void close() {
        treatments.values().forEach(lease -> lease.ifPresent(ServedModels.Lease::close));
        controls.values().forEach(lease -> lease.ifPresent(ServedModels.Lease::close));
    }
}
