package io.wellstream.local.status.dashboard;

import io.wellstream.local.status.promql.Evaluator;
import io.wellstream.local.status.promql.Expression;
import java.util.Optional;

/** What to do about a dashboard that has nothing to show yet. */
public enum Advice {
    PIPELINE("sum(ingest_wells_total)", "Nothing ingested since the start.", "./wellstream ingest FOLDER"),
    TRAINING(
            "sum(trainer_step_seconds_count)",
            "Nothing trained since the start.",
            "./wellstream train --dataset NAME --cell-type NAME"),
    SCORING(
            "sum(scorer_wells_total)",
            "Nothing scored since the start.",
            "./wellstream predict --dataset NAME EXPERIMENT/PLATE/WELL");

    private final String work;
    private final String what;
    private final String command;

    Advice(String work, String what, String command) {
        this.work = work;
        this.what = what;
        this.command = command;
    }

    /**
     * @param what is missing, in a sentence
     * @param command that mends it
     */
    public record Line(String what, String command) {}

    public Expression work() {
        return Expression.parse(work);
    }

    /** Empty once there has been work. */
    public Optional<Line> at(Evaluator evaluator) {
        boolean idle = evaluator.answer(work()).stream().allMatch(point -> point.value() == 0);
        return idle ? Optional.of(new Line(what, command)) : Optional.empty();
    }
}
