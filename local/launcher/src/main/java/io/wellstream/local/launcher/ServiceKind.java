package io.wellstream.local.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The four services and their memory limits; together with the launcher they stay below 6 GB. */
public enum ServiceKind {
    INGEST("ingest"),
    AUGMENT("augment"),
    TRAINER("trainer"),
    SCORER("scorer");

    private static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:MaxDirectMemorySize=256m",
            "-Djava.awt.headless=true");

    private final String label;

    ServiceKind(String label) {
        this.label = label;
    }

    /** The name in commands, files and addresses, e.g. {@code ingest}. */
    public String label() {
        return label;
    }

    /** The command that starts a service of a built project with this agent. */
    public List<String> command(Path home, Path agent) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-javaagent:" + agent);
        command.addAll(FLAGS);
        command.addAll(flags());
        command.addAll(List.of("-jar", jar(home).toString()));
        return command;
    }

    private List<String> flags() {
        return switch (this) {
            case INGEST -> List.of("-Xmx512m", "-XX:+UseParallelGC");
            case AUGMENT -> List.of("-Xmx384m", "-XX:+UseParallelGC");
            // Most of a trainer's memory is outside the heap; the training engine limits it.
            case TRAINER -> List.of("-Xmx768m", "-XX:+UseSerialGC");
            // Batches are outside the heap: up to 128 MB per core.
            case SCORER -> List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=2g");
        };
    }

    /** The built service with its libraries. */
    public Path folder(Path home) {
        return home.resolve(label + "-service/target/quarkus-app");
    }

    Path jar(Path home) {
        return folder(home).resolve("quarkus-run.jar");
    }
}
