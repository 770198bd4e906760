package io.wellstream.ingest.pixels;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Real files of other instruments and writers, which are next to the project and never in it. */
public final class ForeignData {
    private ForeignData() {}

    /** The folder; without it the calling test is skipped, with a message. */
    public static Path folder() {
        Optional<Path> found = find();
        Assumptions.assumeTrue(
                found.isPresent(),
                "skipped: no ../shared/data/foreign beside the project and no FOREIGN_REFERENCE_DIR");
        return found.orElseThrow();
    }

    private static Optional<Path> find() {
        String named = System.getenv("FOREIGN_REFERENCE_DIR");
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isDirectory);
        }
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path beside = up.resolve("shared/data/foreign");
            if (Files.isDirectory(beside)) {
                return Optional.of(beside);
            }
        }
        return Optional.empty();
    }
}
