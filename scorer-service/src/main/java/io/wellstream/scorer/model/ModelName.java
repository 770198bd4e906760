package io.wellstream.scorer.model;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.wire.keys.RunId;

/** The name of a published model: its data set and the run that trained it. */
public record ModelName(DatasetId dataset, RunId run) {
    static ModelName of(ModelPublished published) {
        return new ModelName(new DatasetId(published.getDataset()), new RunId(published.getRun()));
    }

    @Override
    public String toString() {
        return dataset + "/" + run;
    }
}
