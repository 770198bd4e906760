package io.wellstream.local.cli.rounds;

import picocli.CommandLine.Option;

/** How many rounds of pseudo-labels to train. */
public final class RoundOptions {
    @Option(
            names = "--pseudo-label-rounds",
            paramLabel = "N",
            description =
                    "Train a run, and then N more: each is also trained on test wells with the labels that the one before"
                            + " predicted (--pseudo-share and the like say which). Prints a table.")
    private int rounds;

    @Option(
            names = "--rounds-go-on",
            description = "Each round begins with the weights of the one before, not with random ones.")
    private boolean goOn;

    public int rounds() {
        return rounds;
    }

    public boolean goOn() {
        return goOn;
    }
}
