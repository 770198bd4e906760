package io.wellstream.scorer.model;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.wire.keys.RunId;

/** A published model: the run that made it, within its data set. */
public record ModelName(DatasetId dataset, RunId run) {
    static ModelName of(ModelPublished published) {
        return new ModelName(new DatasetId(published.getDataset()), new RunId(published.getRun()));
    }

    @Override
    public String toString() {
        return dataset + "/" + run;
    }
}
