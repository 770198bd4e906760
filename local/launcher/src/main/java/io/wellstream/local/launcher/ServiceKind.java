package io.wellstream.local.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The four services and their memory limits. A trainer decides itself how much it takes outside its heap. */
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

    /**
     * Large objects pass through files, so that the heap holds the tables, the manifest and as many batches as fit. It is small at
     * first, and has a small young generation: batches live long.
     */
    private static final List<String> TRAINER_HEAP =
            List.of("-Xms64m", "-Xmx2g", "-XX:MaxNewSize=128m", "-XX:+UseSerialGC");

    /**
     * The training engines allocate and free large arrays at each step. The C library gives them large pages, from one arena, and at first
     * returns each freed array at once; the trainer's {@code CLibraryHeap} changes that for an engine that is faster when it keeps them.
     */
    private static final Map<String, String> TRAINER_ENVIRONMENT = Map.of(
            "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1:glibc.malloc.mmap_threshold=1048576");

    /**
     * A model that is replaced frees what it allocated, from several threads. The C library returns its large allocations at once, and keeps
     * two arenas for the rest instead of eight for each core, so that the freed memory of one model is that of the next.
     */
    private static final Map<String, String> SCORER_ENVIRONMENT =
            Map.of("GLIBC_TUNABLES", "glibc.malloc.arena_max=2:glibc.malloc.mmap_threshold=1048576");

    private final String label;

    ServiceKind(String label) {
        this.label = label;
    }

    /** The name in commands, files and addresses, e.g. {@code ingest}. */
    public String label() {
        return label;
    }

    /** Whether clients call it; the workers are reached through Kafka alone. */
    boolean hasCallers() {
        return this != AUGMENT;
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

    /** Variables that the process needs besides its settings; the images have the same. */
    public Map<String, String> environment() {
        return switch (this) {
            case TRAINER -> TRAINER_ENVIRONMENT;
            case SCORER -> SCORER_ENVIRONMENT;
            case INGEST, AUGMENT -> Map.of();
        };
    }

    /** What bounds the Java process's memory. */
    public List<String> flags() {
        return switch (this) {
            case INGEST -> List.of("-Xmx512m", "-XX:+UseParallelGC");
            case AUGMENT -> List.of("-Xmx384m", "-XX:+UseParallelGC");
            case TRAINER -> TRAINER_HEAP;
            // Batches are outside the heap: the inference threads share half of the direct memory.
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
