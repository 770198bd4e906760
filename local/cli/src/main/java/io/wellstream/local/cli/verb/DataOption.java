package io.wellstream.local.cli.verb;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data}: the folder with all data of a system on this machine. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {"Data folder of the system on this machine.", "Default on Linux: ~/.local/share/wellstream."
            })
    private @Nullable Path given;

    /** The given folder, else {@code {user's data home}/wellstream}. */
    Path folder() {
        return (given == null ? userDataHome().resolve("wellstream") : given)
                .toAbsolutePath()
                .normalize();
    }

    boolean isGiven() {
        return given != null;
    }

    /** Where the platform keeps a user's data: by XDG's, Apple's or Windows' convention. */
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
