package io.wellstream.local.cli.study;

import io.wellstream.local.cli.client.ModelCards;
import io.wellstream.local.cli.client.RequestNames;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.client.TrainingRuns;
import io.wellstream.local.cli.client.TrainingRuns.Ended;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.cli.verb.SystemOption;
import io.wellstream.local.cli.verb.Verb;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ModelPublished;
import io.wellstream.wire.kafka.Topics;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Repeats the run of a published model and compares the parameters. */
@Command(
        name = "retrain",
        description = {
            "Repeat the run of a published model and compare the parameters.",
            "The new run has the settings in the model's card. Its model is published and not served. The exit code is 0 if"
                    + " the parameters are equal, bit for bit, and 1 if they are not; then what differs is printed."
        },
        footer = {"", "Example:", "  ./wellstream retrain huvec-1"})
public final class RetrainVerb extends Verb {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Parameters(paramLabel = "MODEL", description = "The model's name, as ./wellstream models lists it.")
    private String model = "";

    @Option(
            names = "--dataset",
            defaultValue = "",
            paramLabel = "NAME",
            description = "The model's data set, if several have a model of that name.")
    private String dataset = "";

    @Override
    public Integer call() throws InterruptedException {
        SystemClient client = system.client();
        Repetition repetition =
                new Repetition(ModelCards.read(client, published(client).getCard()));
        String name = RequestNames.of(model + "-again");
        Ended ended = new TrainingRuns(client).startAndFollow(name, repetition.specification());
        if (!ended.record().hasFinished()) {
            throw new UserError(TrainingRuns.failure(ended.record()));
        }
        ModelCard repeated = ModelCards.of(client, ended.record());
        repetition.verdict(repeated).forEach(out()::println);
        out().flush();
        return repetition.isRepeatedBy(repeated) ? 0 : 1;
    }

    private ModelPublished published(SystemClient client) {
        List<ModelPublished> models = client.table(Topics.MODELS, key -> true).values().stream()
                .filter(published -> dataset.isEmpty() || published.getDataset().equals(dataset))
                .toList();
        List<ModelPublished> named = models.stream()
                .filter(published -> published.getRun().equals(model))
                .toList();
        if (named.isEmpty()) {
            throw UserError.doesNotExist(
                    "model", model, models.stream().map(ModelPublished::getRun).toList());
        }
        if (named.size() > 1) {
            throw new UserError("several data sets have a model " + model + ": "
                    + String.join(
                            ", ", named.stream().map(ModelPublished::getDataset).toList())
                    + "; name one with --dataset");
        }
        return named.getFirst();
    }
}
