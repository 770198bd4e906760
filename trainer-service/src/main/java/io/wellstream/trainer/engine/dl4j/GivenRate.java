package io.wellstream.trainer.engine.dl4j;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The learning rate that the training flow gave for the current step. All layers share one, so that giving another
 * costs nothing; a model zip keeps the last value.
 */
public final class GivenRate implements ISchedule {
    private static final long serialVersionUID = 1;

    private double value;

    @JsonCreator
    public GivenRate(@JsonProperty("value") double value) {
        this.value = value;
    }

    public double getValue() {
        return value;
    }

    void give(double rate) {
        this.value = rate;
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return value;
    }

    /** Layers copy their settings; they must go on sharing this one. */
    @Override
    public ISchedule clone() {
        return this;
    }
}
