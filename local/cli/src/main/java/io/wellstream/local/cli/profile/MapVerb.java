package io.wellstream.local.cli.profile;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.cli.verb.ForceOption;
import io.wellstream.local.cli.verb.Verb;
import io.wellstream.wire.rows.Csv;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which treatments can be told apart in a table of profiles: mean average precision with a permutation test, as copairs computes it. */
@Command(
        name = "map",
        description = {
            "Say which treatments a table of profiles tells apart: mean average precision.",
            "Each profile ranks the profiles it is compared with by cosine similarity. Replicates of its treatment are"
                    + " compared with controls of its plate, or with other treatments. The probability of the result by"
                    + " chance comes from random rankings. The method is that of copairs (Kalinin et al. 2025)."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream map demo.parquet",
            "  ./wellstream map demo.parquet --compare-with treatments --out map.csv"
        })
public final class MapVerb extends Verb {
    private static final double SIGNIFICANT = 0.05;
    private static final int SHOWN = 20;

    @Parameters(paramLabel = "FILE", description = "A Parquet or CSV file with columns Metadata_… and features.")
    private Path file = Path.of("");

    /** What replicates are compared with. */
    enum Others {
        CONTROLS,
        TREATMENTS
    }

    @Option(
            names = "--compare-with",
            paramLabel = "WHAT",
            description = "controls (of the same plate) or treatments. Default: controls.")
    private Others others = Others.CONTROLS;

    @Option(
            names = "--pos-same",
            split = ",",
            paramLabel = "COLUMN",
            description = "Positive pairs have the same value. Default: Metadata_Treatment.")
    private List<String> positiveSame = List.of();

    @Option(
            names = "--pos-differ",
            split = ",",
            paramLabel = "COLUMN",
            description = "Positive pairs have different values. Default: none.")
    private List<String> positiveDiffer = List.of();

    @Option(
            names = "--neg-same",
            split = ",",
            paramLabel = "COLUMN",
            description = "Negative pairs have the same value.")
    private List<String> negativeSame = List.of();

    @Option(
            names = "--neg-differ",
            split = ",",
            paramLabel = "COLUMN",
            description = "Negative pairs have different values.")
    private List<String> negativeDiffer = List.of();

    @Option(
            names = "--draws",
            paramLabel = "N",
            description = "Random rankings of the test. Default: ${DEFAULT-VALUE}.")
    private int draws = 10_000;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the test. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE", description = "Write all groups to this CSV file.")
    private @Nullable Path out;

    @Mixin
    private final ForceOption force = new ForceOption();

    @Override
    public Integer call() throws IOException {
        if (draws < 1) {
            throw new UserError("--draws " + draws + "; expected 1 or more");
        }
        if (out != null) {
            force.files().require(List.of(out));
        }
        List<PermutationTest.Group> groups =
                question().answer(ProfileFormat.of(file).read(file), new PermutationTest(draws, seed));
        if (groups.isEmpty()) {
            throw new UserError("no profile of " + file + " has another one with the same "
                    + String.join(", ", question().pairs().positiveSame()));
        }
        if (out != null) {
            force.files().write(Map.of(out, csv(groups)));
        }
        print(groups);
        return 0;
    }

    private RetrievalQuestion question() {
        Retrieval.Pairs usual = others == Others.CONTROLS ? Retrieval.Pairs.REPLICATES : Retrieval.Pairs.TREATMENTS;
        boolean chosen = !negativeSame.isEmpty() || !negativeDiffer.isEmpty();
        Retrieval.Pairs pairs = new Retrieval.Pairs(
                positiveSame.isEmpty() ? usual.positiveSame() : positiveSame,
                positiveDiffer,
                chosen ? negativeSame : usual.negativeSame(),
                chosen ? negativeDiffer : usual.negativeDiffer());
        return new RetrievalQuestion(
                pairs,
                chosen
                        ? RetrievalQuestion.Controls.PROFILES
                        : others == Others.CONTROLS
                                ? RetrievalQuestion.Controls.NEGATIVES
                                : RetrievalQuestion.Controls.ABSENT);
    }

    private void print(List<PermutationTest.Group> groups) {
        long found =
                groups.stream().filter(group -> group.corrected() < SIGNIFICANT).count();
        double mean = groups.stream()
                .mapToDouble(PermutationTest.Group::mean)
                .average()
                .orElseThrow();
        out().printf(
                        Locale.ROOT,
                        "%,d of %,d groups are retrieved better than by chance (corrected p < %.2f); mean average precision %.3f%n",
                        found,
                        groups.size(),
                        SIGNIFICANT,
                        mean);
        groups.stream()
                .sorted(Comparator.comparingDouble(PermutationTest.Group::mean).reversed())
                .limit(SHOWN)
                .forEach(group -> out().printf(
                                Locale.ROOT,
                                "  %.3f  p %.4f  %s (%d profiles)%n",
                                group.mean(),
                                group.corrected(),
                                group.name(),
                                group.profiles()));
        if (groups.size() > SHOWN) {
            out().printf(Locale.ROOT, "  and %,d more%n", groups.size() - SHOWN);
        }
    }

    /** With copairs' names of columns. */
    private byte[] csv(List<PermutationTest.Group> groups) {
        List<String> header = List.of(
                String.join(" / ", question().pairs().positiveSame()),
                "n_profiles",
                "mean_average_precision",
                "p_value",
                "corrected_p_value",
                "below_corrected_p");
        return Csv.write(
                header,
                groups.stream()
                        .map(group -> List.of(
                                group.name(),
                                Integer.toString(group.profiles()),
                                Double.toString(group.mean()),
                                Double.toString(group.p()),
                                Double.toString(group.corrected()),
                                Boolean.toString(group.corrected() < SIGNIFICANT))));
    }
}
