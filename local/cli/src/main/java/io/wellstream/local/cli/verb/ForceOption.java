package io.wellstream.local.cli.verb;

import io.wellstream.local.cli.files.WholeFiles;
import picocli.CommandLine.Option;

/** The option {@code --force}, of verbs that write files. */
public final class ForceOption {
    @Option(names = "--force", description = "Replace existing files.")
    private boolean force;

    public WholeFiles files() {
        return new WholeFiles(force);
    }
}
