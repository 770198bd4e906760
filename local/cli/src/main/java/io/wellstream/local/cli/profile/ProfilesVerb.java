package io.wellstream.local.cli.profile;

import io.wellstream.local.cli.verb.ForceOption;
import io.wellstream.local.cli.verb.Verb;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the embeddings of a data set's wells or sites as a table. */
@Command(
        name = "profiles",
        description = {
            "Write the embedding of every well as a table, Parquet or CSV.",
            "The embedding is the input of the model's last layer. Columns are named Metadata_… and Cells_Embedding_…,"
                    + " so that pandas, pycytominer, copairs and DuckDB read the file as it is."
        },
        footer = {
            "",
            "Examples:",
            "  ./wellstream profiles --dataset demo --out demo.parquet",
            "  ./wellstream profiles --dataset demo --out s.csv --per site",
            "  ./wellstream profiles --dataset demo --out a.csv --align controls"
        })
public final class ProfilesVerb extends Verb {
    @Mixin
    private final ProfileOptions options = new ProfileOptions();

    @Mixin
    private final ForceOption force = new ForceOption();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The file; its name ends in .parquet or .csv.")
    private Path file = Path.of("profiles.parquet");

    @Override
    public Integer call() {
        ProfileFormat format = ProfileFormat.of(file);
        force.files().require(List.of(file));
        ProfileTable table = options.table();
        force.files().write(Map.of(file, format.write(table)));
        out().printf(
                        "%,d %s with %,d features in %s%n",
                        table.rows().size(), options.perSite() ? "sites" : "wells", table.features(), file);
        return 0;
    }
}
