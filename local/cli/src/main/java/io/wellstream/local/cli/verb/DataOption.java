package io.wellstream.local.cli.verb;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data}: the folder that holds everything a system on one machine keeps. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the system on this machine. Default: wellstream in the user's data home, on Linux"
                    + " ~/.local/share.")
    private @Nullable Path given;

    /** The folder given, else {@code {user's data home}/wellstream}. */
    Path folder() {
        return (given == null ? userDataHome().resolve("wellstream") : given)
                .toAbsolutePath()
                .normalize();
    }

    boolean isGiven() {
        return given != null;
    }

    /** Where the platform keeps a user's data: XDG base directories, Apple's and Windows' conventions. */
    static Path userDataHome() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home"));
        if (os.contains("mac")) {
            return home.resolve("Library/Application Support");
        }
        String configured = System.getenv(os.contains("win") ? "LOCALAPPDATA" : "XDG_DATA_HOME");
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured);
        }
        return os.contains("win") ? home.resolve("AppData/Local") : home.resolve(".local/share");
    }
}
