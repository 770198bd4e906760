package io.wellstream.local.cli.summary;

import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.StartReport;
import java.io.PrintWriter;

/** What is printed about a model that was just published. */
public final class ModelSummary {
    private ModelSummary() {}

    /** Prints the figures of a model's card and where the card is; returns the card. */
    public static ModelCard print(SystemClient client, ObjectRef ref, PrintWriter out) {
        ModelCard card = ModelCards.read(client, ref);
        CardFigures.lines(card).forEach(out::println);
        if (card.hasStart()) {
            StartReport start = card.getStart();
            out.println("Began with model " + start.getModel() + ": " + start.getTakenCount() + " weights ("
                    + start.getNumbersTaken() + " numbers) taken, " + start.getKeptCount() + " at random, "
                    + start.getFrozenBlocks() + " blocks frozen");
        }
        TransductionText.lines(card.getTransduction()).forEach(out::println);
        out.println("Model " + card.getRun() + ": " + ref.getKey());
        return card;
    }
}
