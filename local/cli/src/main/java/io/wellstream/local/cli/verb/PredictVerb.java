package io.wellstream.local.cli.verb;

import com.google.protobuf.util.JsonFormat;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.PublishedModels;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.files.ImageFiles;
import io.wellstream.local.cli.link.RefusedException;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ClassProbability;
import io.wellstream.proto.v1.NearTreatment;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.WellImages;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.wire.keys.WellKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the scorer for the treatments of wells. */
@Command(
        name = "predict",
        description = {
            "Predict the treatment of wells.",
            "Wells are given by id, or as images: files, or folders of files, with names like B03_s1_w4.png (well, site,"
                    + " channel)."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream predict --dataset demo HUVEC-05/1/B03 HUVEC-05/2/B05 --top 3",
            "  ./wellstream predict --dataset demo HUVEC-05/1/B03 --nearest 5",
            "  ./wellstream predict --dataset demo --cell-type HUVEC --image /data/Plate1"
        })
public final class PredictVerb extends DataSetVerb {
    private static final int MOST_WELLS = 1_000;
    private static final int MOST_LINES = 50_000; // of an answer; each is a label and a number, and all fit into 4 MiB
    private static final int MOST_IMAGE_WELLS = 64;
    private static final long MOST_IMAGE_BYTES = 15L << 20;

    @Option(names = "--top", paramLabel = "N", description = "Classes to show per well. Default: ${DEFAULT-VALUE}.")
    private int top = 5;

    @Option(names = "--nearest", paramLabel = "N", description = "Also show the N treatments that look most similar.")
    private int nearest;

    @Option(
            names = "--run",
            description = "Use the model of this run. Default: the served one of the well's cell type.")
    private @Nullable String run;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Option(names = "--image", paramLabel = "PATH", arity = "1..*", description = "Image files, or folders of them.")
    private List<Path> images = List.of();

    @Option(names = "--cell-type", paramLabel = "NAME", description = "Cell type of the images; decides on the model.")
    private String cellType = "";

    @Parameters(arity = "0..*", paramLabel = "WELL", description = "experiment/plate/well, e.g. HUVEC-05/1/B03.")
    private List<String> wells = List.of();

    @Override
    public Integer call() throws IOException {
        if (wells.isEmpty() == images.isEmpty()) {
            throw new UserError("expected either wells, e.g. HUVEC-05/1/B03, or --image with files or folders");
        }
        SystemClient client = client();
        try (ScorerClient scorer = client.scorer()) {
            print(images.isEmpty() ? byId(scorer) : byImages(scorer));
        } catch (RefusedException e) {
            explain(client);
            throw e;
        }
        return 0;
    }

    /** Throws a better error if the data set or the model does not exist. */
    private void explain(SystemClient client) {
        DataSets.read(client).require(dataset());
        PublishedModels models = PublishedModels.read(client, dataset());
        if (run != null) {
            models.ofRun(run);
        } else if (!images.isEmpty()) {
            models.served(cellType);
        }
    }

    private PredictResponse byId(ScorerClient scorer) {
        List<WellKey> keys =
                wells.stream().map(well -> WellKeys.of(WellId.parse(well))).toList();
        PredictResponse.Builder all = PredictResponse.newBuilder();
        for (List<WellKey> page : pages(keys, top + nearest)) {
            all.mergeFrom(scorer.predict(request().addAllWells(page).build()));
        }
        return all.build();
    }

    /** The wells in parts, so that no call has more wells, and no answer more bytes, than allowed. */
    static <W> List<List<W>> pages(List<W> wells, int linesPerWell) {
        int size = Math.clamp(MOST_LINES / Math.max(1, linesPerWell), 1, MOST_WELLS);
        List<List<W>> pages = new ArrayList<>();
        for (int from = 0; from < wells.size(); from += size) {
            pages.add(wells.subList(from, Math.min(wells.size(), from + size)));
        }
        return pages;
    }

    /** In several calls if needed, because the size of a call is limited. */
    private PredictResponse byImages(ScorerClient scorer) throws IOException {
        PredictResponse.Builder all = PredictResponse.newBuilder();
        PredictRequest.Builder request = request();
        long bytes = 0;
        for (WellImages well : ImageFiles.read(images, cellType)) {
            if (request.getImagesCount() == MOST_IMAGE_WELLS
                    || (bytes > 0 && bytes + well.getSerializedSize() > MOST_IMAGE_BYTES)) {
                all.mergeFrom(scorer.predict(request.build()));
                request = request();
                bytes = 0;
            }
            request.addImages(well);
            bytes += well.getSerializedSize();
        }
        return all.mergeFrom(scorer.predict(request.build())).build();
    }

    private PredictRequest.Builder request() {
        PredictRequest.Builder request = PredictRequest.newBuilder()
                .setDataset(dataset().name())
                .setTopK(top)
                .setNearestTreatments(nearest);
        return run == null ? request : request.setRun(run);
    }

    private void print(PredictResponse response) throws IOException {
        PrintWriter out = out();
        if (json) {
            out.println(JsonFormat.printer().omittingInsignificantWhitespace().print(response));
            return;
        }
        for (WellPrediction prediction : response.getPredictionsList()) {
            String well =
                    prediction.hasWell() ? WellKeys.wellOf(prediction.getWell()).toString() : prediction.getName();
            out.printf("%s  (%d sites, model %s)%n", well, prediction.getSites(), prediction.getRun());
            for (ClassProbability candidate : prediction.getTopList()) {
                out.printf(Locale.ROOT, "  %6.2f %%  %s%n", 100 * candidate.getProbability(), candidate.getLabel());
            }
            if (nearest > 0) {
                out.println("  looks most like");
            }
            for (NearTreatment near : prediction.getNearestTreatmentsList()) {
                out.printf(Locale.ROOT, "  %8.2f  %s%n", near.getSimilarity(), near.getLabel());
            }
        }
    }
}
