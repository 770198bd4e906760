package io.wellstream.local.cli.profile;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.local.cli.client.DataSets;
import io.wellstream.local.cli.client.ScorerClient;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.terminal.Progress;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.SiteEmbedding;
import io.wellstream.proto.v1.Subset;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.proto.v1.WellRole;
import io.wellstream.wire.kafka.Topics;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Has the scorer compute the embeddings of a data set's wells. */
public final class Profiler {
    static final String BATCH = "Metadata_Batch";
    static final String PLATE = "Metadata_Plate";
    static final String TREATMENT = "Metadata_Treatment";
    static final String TYPE = "Metadata_pert_type";
    static final String SITE = "Metadata_Site";

    /** The type of a well that is no control. */
    static final String TREATED = "trt";

    /** Numbers in the table; all other columns are text. */
    static final String SITES = "Metadata_Sites";

    private static final int MOST_SITES = 128; // of a call: its answer stays below gRPC's usual limit of 4 MiB
    private static final List<String> COLUMNS = List.of(
            BATCH,
            PLATE,
            "Metadata_Well",
            TREATMENT,
            TYPE,
            "Metadata_CellType",
            "Metadata_Part",
            "Metadata_ID",
            "Metadata_Model");

    private final SystemClient client;
    private final Choice choice;

    /**
     * Which profiles are wanted.
     *
     * @param cellType empty for all
     * @param run the model; empty for the served one
     * @param perSite a row per site instead of one per well
     */
    public record Choice(DatasetId dataset, String cellType, String run, boolean perSite) {}

    public Profiler(SystemClient client, Choice choice) {
        this.client = client;
        this.choice = choice;
    }

    /** The profiles of all wells with images, in the order of their ids. */
    public ProfileTable profiles() {
        Map<WellId, WellIngested> wells = wells();
        List<ProfileTable.Row> rows = new ArrayList<>();
        try (ScorerClient scorer = client.scorer();
                Progress progress = Progress.of("Profiles", "wells")) {
            int done = 0;
            for (List<WellIngested> call : calls(wells.values())) {
                PredictRequest.Builder request = PredictRequest.newBuilder()
                        .setDataset(choice.dataset().name())
                        .setRun(choice.run())
                        .setTopK(1)
                        .setEmbedding(!choice.perSite())
                        .setSiteEmbeddings(choice.perSite());
                call.forEach(well -> request.addWells(well.getWell()));
                List<WellPrediction> answers = scorer.predict(request.build()).getPredictionsList();
                for (int i = 0; i < answers.size(); i++) {
                    rows.addAll(rows(call.get(i), answers.get(i)));
                }
                done += call.size();
                progress.at(done, wells.size());
            }
        }
        requireOneLength(rows);
        List<String> columns = new ArrayList<>(COLUMNS);
        columns.add(choice.perSite() ? SITE : SITES);
        return new ProfileTable(columns, rows);
    }

    private Map<WellId, WellIngested> wells() {
        String prefix = MessageKeys.dataset(choice.dataset());
        Map<WellId, WellIngested> wells = new TreeMap<>(Comparator.naturalOrder());
        client.table(Topics.WELLS, key -> key.startsWith(prefix)).values().stream()
                .filter(well -> well.getSitesCount() > 0)
                .filter(well ->
                        choice.cellType().isEmpty() || well.getCellType().equals(choice.cellType()))
                .forEach(well -> wells.put(WellKeys.wellOf(well.getWell()), well));
        if (wells.isEmpty()) {
            DataSets.read(client).require(choice.dataset());
            throw new UserError("data set '" + choice.dataset() + "' has no well with images"
                    + (choice.cellType().isEmpty() ? "" : " of cell type '" + choice.cellType() + "'"));
        }
        return wells;
    }

    /** Calls of so many sites that their answers are small enough. */
    private static List<List<WellIngested>> calls(Collection<WellIngested> wells) {
        List<List<WellIngested>> calls = new ArrayList<>();
        int sites = MOST_SITES;
        for (WellIngested well : wells) {
            if (sites + well.getSitesCount() > MOST_SITES) {
                calls.add(new ArrayList<>());
                sites = 0;
            }
            calls.getLast().add(well);
            sites += well.getSitesCount();
        }
        return calls;
    }

    private List<ProfileTable.Row> rows(WellIngested well, WellPrediction answer) {
        List<ProfileTable.Row> rows = new ArrayList<>();
        if (choice.perSite()) {
            for (SiteEmbedding site : answer.getSiteEmbeddingsList()) {
                rows.add(row(well, answer.getRun(), site.getSite(), site.getEmbeddingList()));
            }
        } else {
            rows.add(row(well, answer.getRun(), answer.getSites(), answer.getEmbeddingList()));
        }
        if (rows.isEmpty()) {
            throw new UserError("the scorer does not return an embedding per site; it is older than this command");
        }
        return rows;
    }

    private static ProfileTable.Row row(WellIngested well, String run, int sites, List<Float> embedding) {
        WellId id = WellKeys.wellOf(well.getWell());
        String experiment = id.experiment().name();
        float[] features = new float[embedding.size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = embedding.get(i);
        }
        return new ProfileTable.Row(
                List.of(
                        experiment,
                        id.plate().number() == 0
                                ? id.plate().name()
                                : experiment + "_" + id.plate().name(),
                        id.position().toString(),
                        well.getLabel(),
                        type(well.getRole()),
                        well.getCellType(),
                        well.getSubset() == Subset.SUBSET_TEST ? "test" : "train",
                        well.getIdCode(),
                        run,
                        Integer.toString(sites)),
                features);
    }

    /** As JUMP names them. */
    private static String type(WellRole role) {
        return switch (role) {
            case WELL_ROLE_NEGATIVE_CONTROL -> "negcon";
            case WELL_ROLE_POSITIVE_CONTROL -> "poscon";
            default -> TREATED;
        };
    }

    private static void requireOneLength(List<ProfileTable.Row> rows) {
        int length = rows.getFirst().features().length;
        for (ProfileTable.Row row : rows) {
            if (row.features().length != length) {
                throw new UserError("the models of the cell types have embeddings of " + length + " and "
                        + row.features().length + " numbers; choose one with --cell-type or --run");
            }
        }
    }
}
