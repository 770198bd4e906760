package io.wellstream.local.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The four services, and what each may take of the machine: together with the launcher they stay below 6 GB. */
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

    /** As people write it: {@code ingest}. */
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
