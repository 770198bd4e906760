package io.wellstream.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How to run the system on this machine.
 *
 * @param home the built project, where the services' jars are
 * @param data the folder that holds everything the system keeps
 * @param services which services to start
 * @param augmentWorkers how many processes make batches
 * @param environment further configuration of the services, as environment variables, e.g. {@code WELLSTREAM_INGEST_ROOTS}
 * @param readyLimit how long the start may take
 */
public record LocalConfig(
        Path home,
        Path data,
        Set<Service> services,
        int augmentWorkers,
        Map<String, String> environment,
        Duration readyLimit) {
    private static final Duration READY_LIMIT = Duration.ofMinutes(3);

    public LocalConfig {
        if (augmentWorkers < 1 || augmentWorkers > 64) {
            throw new IllegalArgumentException(augmentWorkers + " augment workers; expected 1 to 64");
        }
        home = home.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
        services = Set.copyOf(services);
        environment = Map.copyOf(environment);
    }

    /** All four services, one worker, nothing configured. */
    public static LocalConfig of(Path home, Path data) {
        return new LocalConfig(home, data, Set.of(Service.values()), 1, Map.of(), READY_LIMIT);
    }

    public LocalConfig withServices(Set<Service> some) {
        return new LocalConfig(home, data, some, augmentWorkers, environment, readyLimit);
    }

    public LocalConfig withAugmentWorkers(int workers) {
        return new LocalConfig(home, data, services, workers, environment, readyLimit);
    }

    public LocalConfig withEnvironment(Map<String, String> variables) {
        return new LocalConfig(home, data, services, augmentWorkers, variables, readyLimit);
    }
}
