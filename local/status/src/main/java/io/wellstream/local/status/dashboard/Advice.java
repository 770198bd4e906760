package io.wellstream.local.status.dashboard;

import io.wellstream.local.status.promql.Evaluator;
import io.wellstream.local.status.promql.Expression;
import java.util.Optional;

/** The command to run while a dashboard has nothing to show. */
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
     * @param what a sentence that says what is missing
     * @param command the command to run
     */
    public record Line(String what, String command) {}

    public Expression work() {
        return Expression.parse(work);
    }

    /** Empty once something has been ingested, trained or scored. */
    public Optional<Line> at(Evaluator evaluator) {
        boolean idle = evaluator.evaluate(work()).stream().allMatch(point -> point.value() == 0);
        return idle ? Optional.of(new Line(what, command)) : Optional.empty();
    }
}
