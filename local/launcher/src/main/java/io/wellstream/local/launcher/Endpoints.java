package io.wellstream.local.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a running system, read from {@code endpoints.json} in its data folder. Only the file's owner may read it: it holds
 * the token and the store's credentials.
 *
 * @param launcherPid the process that runs broker and S3 server
 * @param page the status page; absent from a file that an older launcher wrote
 * @param services by name ({@code ingest}, {@code augment-1}, …)
 */
public record Endpoints(
        long launcherPid,
        String kafka,
        StoreAddress store,
        String token,
        @Nullable String page,
        Map<String, ServiceAddress> services) {
    private static final String FILE = "endpoints.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How clients reach the object store. */
    public record StoreAddress(String endpoint, String bucket, String accessKey, String secretKey) {
        public StoreConfig config() {
            return new StoreConfig(URI.create(endpoint), bucket, accessKey, secretKey);
        }

        @Override
        public String toString() {
            return endpoint + "/" + bucket;
        }
    }

    /** One service process; gRPC, HTTP, health and metrics share one port. */
    public record ServiceAddress(String url, long pid) {}

    public Endpoints {
        services = Map.copyOf(services);
    }

    /** The endpoints of the system that runs on this data folder; empty if there is none or its launcher has ended. */
    public static Optional<Endpoints> find(Path data) {
        return read(data).filter(endpoints -> endpoints.isAlive(data));
    }

    private boolean isAlive(Path data) {
        return LauncherProcess.read(data)
                .filter(launcher -> launcher.pid() == launcherPid)
                .map(LauncherProcess::runs)
                .orElseGet(() -> LauncherProcess.isAlive(launcherPid));
    }

    /** The endpoints of the last system on this data folder; empty if it was stopped. After a crash they remain. */
    public static Optional<Endpoints> read(Path data) {
        Path file = data.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), Endpoints.class));
        } catch (NoSuchFileException e) { // removed since
            return Optional.empty();
        } catch (IOException e) {
            throw new LocalSystemException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** How many processes of the service run. */
    public long processes(ServiceKind service) {
        return services.keySet().stream()
                .filter(name -> name.equals(service.label()) || name.startsWith(service.label() + "-"))
                .count();
    }

    /** The address of the service's first process. */
    public URI url(ServiceKind service) {
        ServiceAddress address = services.get(service.label());
        if (address == null) {
            address = services.get(service.label() + "-1");
        }
        if (address == null) {
            throw new LocalSystemException("this system runs no " + service.label() + " service");
        }
        return URI.create(address.url());
    }

    public KafkaConfig kafkaConfig() {
        return KafkaConfig.of(kafka);
    }

    @Override
    public String toString() {
        return "kafka " + kafka + ", store " + store + ", services " + new TreeMap<>(services);
    }

    /** Writes the file atomically. */
    void write(Path data) throws IOException {
        PrivateFile.write(
                data.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }

    static void remove(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(FILE));
    }
}
