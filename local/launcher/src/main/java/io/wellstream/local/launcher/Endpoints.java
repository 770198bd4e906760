package io.wellstream.local.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
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
        Path file = data.resolve(FILE);
        try {
            Endpoints endpoints = JSON.readValue(Files.readAllBytes(file), Endpoints.class);
            return ProcessHandle.of(endpoints.launcherPid())
                    .filter(ProcessHandle::isAlive)
                    .map(launcher -> endpoints);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LocalSystemException("cannot read " + file + ": " + e.getMessage(), e);
        }
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
        Path draft = Files.createTempFile(
                data, FILE, ".tmp", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
            Files.move(draft, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft); // on a full disk the draft cannot be written
        }
    }

    static void remove(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(FILE));
    }
}
