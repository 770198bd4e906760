package io.wellstream.local.cli.rounds;

import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.proto.v1.RunSpecification;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains, predicts the test wells, and trains again on the confident predictions, several times. Each round is a separate run, whose
 * name says which; a repeated command takes the rounds that have ended as they are.
 */
public final class PseudoLabelRounds {
    private final SystemClient client;
    private final PrintWriter out;

    public PseudoLabelRounds(SystemClient client, PrintWriter out) {
        this.client = client;
        this.out = out;
    }

    /**
     * Trains the rounds and prints a row for each.
     *
     * @param name of the first run; round 2 is {@code NAME-round-2}
     */
    public void train(String name, RunSpecification first, RoundOptions options) throws InterruptedException {
        requirePossible(name, first, options);
        List<String> rows = new ArrayList<>();
        RunSpecification specification = withoutEmptyLabels(first);
        for (int round = 0; round <= options.rounds(); round++) {
            ModelCard card = trained(nameOf(name, round), specification);
            if (card.getTestExperimentsCount() == 0 && !first.getPredictTestPart()) {
                throw new UserError(
                        "run " + name + " has no test experiments, so there are no wells for pseudo-labels: "
                                + card.getNoTest() + "; --predict-test-part takes wells of the screen's test part");
            }
            rows.add(RoundRow.of(round, card));
            specification = following(first, card.getRun(), options);
        }
        RoundRow.HEAD.forEach(out::println);
        rows.forEach(out::println);
    }

    /** Has the trainer check the settings of the second round before the first one is trained. */
    private void requirePossible(String name, RunSpecification first, RoundOptions options) {
        if (options.rounds() < 1) {
            throw new UserError("--pseudo-label-rounds " + options.rounds() + "; expected 1 or more");
        }
        RunSpecification unused = client.runs().complete(following(first, name, options));
    }

    /** The rule for later rounds may be given without a model for the first one. */
    private static RunSpecification withoutEmptyLabels(RunSpecification first) {
        return first.getPseudoLabels().getModel().isEmpty()
                ? first.toBuilder().clearPseudoLabels().build()
                : first;
    }

    private static RunSpecification following(RunSpecification first, String model, RoundOptions options) {
        RunSpecification.Builder next = first.toBuilder();
        next.getPseudoLabelsBuilder().setModel(model);
        if (options.goOn()) {
            next.getStartFromBuilder().setModel(model);
        }
        return next.build();
    }

    private static String nameOf(String name, int round) {
        return round == 0 ? name : name + "-round-" + round;
    }

    private ModelCard trained(String name, RunSpecification specification) throws InterruptedException {
        RunRecord ended =
                new TrainingRuns(client).startAndFollow(name, specification).record();
        if (!ended.hasFinished()) {
            throw new UserError(TrainingRuns.failure(ended) + "; continue it with: ./wellstream train --resume " + name
                    + ", and then repeat this command");
        }
        return ModelCards.of(client, ended);
    }
}
