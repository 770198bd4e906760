package io.wellstream.local.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * How to run a system on this machine.
 *
 * @param home the built project, which holds the services' jars, the dashboards and the alert rules
 * @param data the folder that holds all of the system's data
 * @param processes how many processes of each service to start; a missing service is not started
 * @param environment further settings of the services as environment variables, e.g. {@code WELLSTREAM_INGEST_ROOTS}
 * @param readyLimit time limit for the start
 * @param diskReserve bytes of the data folder's file system that stay free; empty for the default of {@link DiskReserve}
 */
public record LocalConfig(
        Path home,
        Path data,
        Map<ServiceKind, Integer> processes,
        Map<String, String> environment,
        Duration readyLimit,
        OptionalLong diskReserve) {
    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    public static final int MOST_PROCESSES = 64;
    static final String DISK_RESERVE = "disk-reserve";

    /** The setting with the folders that screens may be ingested from. */
    public static final String INGEST_ROOTS = "WELLSTREAM_INGEST_ROOTS";

    public LocalConfig {
        processes.forEach((service, number) -> {
            if (number < 1 || number > MOST_PROCESSES) {
                throw new IllegalArgumentException(
                        number + " processes of " + service.label() + "; expected 1 to " + MOST_PROCESSES);
            }
        });
        home = home.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
        processes = Map.copyOf(processes);
        environment = Map.copyOf(environment);
    }

    /** The folder of the built project, as the {@code wellstream} script and the tests name it. */
    public static Path builtProject() {
        return Path.of(System.getProperty("wellstream.home", ""));
    }

    /** One process of each service of the built project, nothing configured. */
    public static LocalConfig of(Path data) {
        Map<ServiceKind, Integer> one = new EnumMap<>(ServiceKind.class);
        for (ServiceKind service : ServiceKind.values()) {
            one.put(service, 1);
        }
        return new LocalConfig(builtProject(), data, one, Map.of(), READY_LIMIT, OptionalLong.empty());
    }

    public LocalConfig withProcesses(ServiceKind service, int number) {
        Map<ServiceKind, Integer> other = new HashMap<>(processes);
        other.put(service, number);
        return new LocalConfig(home, data, other, environment, readyLimit, diskReserve);
    }

    public LocalConfig without(ServiceKind service) {
        Map<ServiceKind, Integer> other = new HashMap<>(processes);
        other.remove(service);
        return new LocalConfig(home, data, other, environment, readyLimit, diskReserve);
    }

    public LocalConfig withEnvironment(String variable, String value) {
        Map<String, String> other = new HashMap<>(environment);
        other.put(variable, value);
        return new LocalConfig(home, data, processes, other, readyLimit, diskReserve);
    }

    /** @param bytes of the file system that stay free */
    public LocalConfig withDiskReserve(long bytes) {
        return new LocalConfig(home, data, processes, environment, readyLimit, OptionalLong.of(bytes));
    }

    /** What other processes on this machine can learn of the configuration of a running system; no secrets. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(environment);
        settings.keySet().removeIf(name -> name.matches(".*(SECRET|PASSWORD|TOKEN).*"));
        diskReserve.ifPresent(bytes -> settings.put(DISK_RESERVE, String.valueOf(bytes)));
        return settings;
    }

    /** OpenMP stalls when threads outnumber cores, so trainers share the cores and leave one to the rest of the system. */
    int threadsPerTrainer() {
        int trainers = processes.getOrDefault(ServiceKind.TRAINER, 1);
        return Math.max(1, (Runtime.getRuntime().availableProcessors() - 1) / trainers);
    }

    /** Allows screens to be ingested from these folders. */
    public LocalConfig withIngestRoots(List<Path> roots) {
        String joined = roots.stream()
                .map(root -> root.toAbsolutePath().normalize().toString())
                .collect(Collectors.joining(","));
        return withEnvironment(INGEST_ROOTS, joined);
    }

    /** Where the training engine unpacks 784 MB of native code, shared by all data folders of this user. */
    public static Path nativeCode() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path root =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return root.resolve("wellstream").resolve("javacpp");
    }
}
