package io.wellstream.local;

import java.nio.file.Path;
import java.util.List;

/** The four services, and what each may take of the machine: together with the launcher they stay below 6 GB. */
public enum Service {
    INGEST("ingest"),
    AUGMENT("augment"),
    TRAINER("trainer"),
    SCORER("scorer");

    private final String label;

    Service(String label) {
        this.label = label;
    }

    /** As people write it: {@code ingest}. */
    public String label() {
        return label;
    }

    List<String> flags() {
        return switch (this) {
            case INGEST -> List.of("-Xmx512m", "-XX:+UseParallelGC");
            case AUGMENT -> List.of("-Xmx384m", "-XX:+UseParallelGC");
            // Most of a trainer's memory is the training engine's, outside the heap; it bounds that itself.
            case TRAINER -> List.of("-Xmx768m", "-XX:+UseSerialGC");
            // Outside the heap: up to 128 MB of batch for each core.
            case SCORER -> List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=2g");
        };
    }

    /** What a build of the project leaves to be run, with its libraries. */
    public Path folder(Path home) {
        return home.resolve(label + "-service/target/quarkus-app");
    }

    Path jar(Path home) {
        return folder(home).resolve("quarkus-run.jar");
    }
}
