package io.wellstream.ingest.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The real RxRx1 files, which are next to the project and never in it. */
public final class ReferenceData {
    private ReferenceData() {}

    /** The folder; without it the calling test is skipped, with a message. */
    public static Path folder() {
        Optional<Path> found = find();
        Assumptions.assumeTrue(
                found.isPresent(), "skipped: no ../shared/data/rxrx1 beside the project and no RXRX1_REFERENCE_DIR");
        return found.orElseThrow();
    }

    private static Optional<Path> find() {
        String named = System.getenv("RXRX1_REFERENCE_DIR");
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isDirectory);
        }
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path beside = up.resolve("shared/data/rxrx1");
            if (Files.isDirectory(beside)) {
                return Optional.of(beside);
            }
        }
        return Optional.empty();
    }
}
