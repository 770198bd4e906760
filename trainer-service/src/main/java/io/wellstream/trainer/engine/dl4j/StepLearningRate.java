package io.wellstream.trainer.engine.dl4j;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The learning rate of the current step. All layers share one instance, so that setting another rate costs nothing; a model
 * zip contains the last value.
 */
public final class StepLearningRate implements ISchedule {
    private static final long serialVersionUID = 1;

    private double value;

    @JsonCreator
    public StepLearningRate(@JsonProperty("value") double value) {
        this.value = value;
    }

    public double getValue() {
        return value;
    }

    void set(double rate) {
        this.value = rate;
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return value;
    }

    /** Layers copy their settings, but must share this instance. */
    @Override
    public ISchedule clone() {
        return this;
    }
}
