package io.wellstream.local.cli;

import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ClassProbability;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.wire.WellKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the scorer what was done to some wells. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Predict the treatment of wells by their id.",
        footer = {"", "Example: wellstream predict --dataset demo HUVEC-05/1/B03 HUVEC-05/2/C04 --top 3"})
final class PredictVerb implements Callable<Integer> {
    @Mixin
    private final SystemOption system = new SystemOption();

    @Option(names = "--dataset", required = true, description = "The data set that the wells are of.")
    private String dataset = "";

    @Option(names = "--top", defaultValue = "5", description = "Classes shown per well. Default: ${DEFAULT-VALUE}.")
    private int top;

    @Option(names = "--run", description = "Ask this run's model. Default: the served one of the well's cell type.")
    private @Nullable String run;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "WELL", description = "experiment/plate/well, e.g. HUVEC-05/1/B03.")
    private List<String> wells = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PredictRequest.Builder request =
                PredictRequest.newBuilder().setDataset(dataset).setTopK(top);
        if (run != null) {
            request.setRun(run);
        }
        for (String well : wells) {
            request.addWells(WellKeys.of(WellId.parse(well)));
        }
        try (ScorerClient scorer = system.services().scorer()) {
            print(scorer.predict(request.build()), Verb.out(spec));
        }
        return 0;
    }

    private void print(PredictResponse response, PrintWriter out) throws IOException {
        if (json) {
            out.println(JsonFormat.printer().omittingInsignificantWhitespace().print(response));
            return;
        }
        for (WellPrediction prediction : response.getPredictionsList()) {
            WellId well = WellKeys.wellOf(prediction.getWell());
            out.printf("%s  (%d sites, model %s)%n", well, prediction.getSites(), prediction.getRun());
            for (ClassProbability candidate : prediction.getTopList()) {
                out.printf(Locale.ROOT, "  %6.2f %%  %s%n", 100 * candidate.getProbability(), candidate.getLabel());
            }
        }
    }
}
