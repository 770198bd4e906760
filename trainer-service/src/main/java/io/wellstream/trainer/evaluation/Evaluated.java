package io.wellstream.trainer.evaluation;

import io.wellstream.trainer.plan.Answers;

/**
 * What a network says of the wells that it was not trained on with their true labels.
 *
 * @param testPart of the screen, without labels; empty unless the run asks for it
 */
public record Evaluated(Evaluation validation, Evaluation test, Evaluation testPart) implements AutoCloseable {
    /** Empty evaluations. */
    public static Evaluated by(Answers answers, LogitRows.Spooling spooling) {
        return new Evaluated(
                new Evaluation(answers, new LogitRows(spooling)),
                new Evaluation(answers, new LogitRows(spooling)),
                new Evaluation(answers, new LogitRows(spooling)));
    }

    @Override
    public void close() {
        validation.close();
        test.close();
        testPart.close();
    }
}
