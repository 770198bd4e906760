package io.wellstream.local.launcher;

import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The command line, environment and log of each service process of one system. */
public final class LaunchPlan {
    private final LocalConfig config;
    private final DataFolder folder;
    private final Path agent;
    private final Map<String, String> connections;
    private final Map<String, String> own;

    /** @param own environment of the launcher, with its user's settings */
    LaunchPlan(LocalConfig config, DataFolder folder, BrokerAndStore servers, String token, Map<String, String> own)
            throws IOException {
        this.own = own;
        this.config = config;
        this.folder = folder;
        this.agent = ParentWatch.writeAgent(folder.run());
        StoreConfig store = servers.store();
        this.connections = Map.of(
                "WELLSTREAM_KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers(),
                "WELLSTREAM_STORE_ENDPOINT", store.endpoint().toString(),
                "WELLSTREAM_STORE_BUCKET", store.bucket(),
                "WELLSTREAM_STORE_ACCESS_KEY", store.accessKey(),
                "WELLSTREAM_STORE_SECRET_KEY", store.secretKey(),
                "WELLSTREAM_TOKEN", token,
                "QUARKUS_HTTP_HOST", "127.0.0.1");
    }

    /** @param name of the process, e.g. {@code augment-2} */
    SupervisedProcess.Launch launch(ServiceKind service, String name) throws IOException {
        Path jar = service.jar(config.home());
        if (!Files.exists(jar)) {
            throw new LocalSystemException("the " + service.label() + " service is not built: " + jar
                    + " does not exist; ./wellstream builds it");
        }
        int port = FreePort.find();
        Map<String, String> environment = new HashMap<>(service.environment());
        if (service == ServiceKind.TRAINER) {
            environment.put(
                    "WELLSTREAM_TRAINER_SPOOL_FOLDER",
                    folder.run().resolve("spool").toString());
        }
        if (service != ServiceKind.AUGMENT) {
            environment.put(
                    "WELLSTREAM_TABLES_FOLDER",
                    folder.run().resolve("tables").resolve(name).toString());
        }
        environment.putAll(UserSettings.of(service, own));
        environment.putAll(connections);
        environment.putAll(config.environment());
        environment.putAll(identity(service, name));
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        return new SupervisedProcess.Launch(
                name, port, service.command(config.home(), agent), environment, folder.log(name));
    }

    /** Settings that let other processes recognise a restarted process. */
    private Map<String, String> identity(ServiceKind service, String name) throws IOException {
        return switch (service) {
            case AUGMENT -> Map.of("WELLSTREAM_AUGMENT_NAME", name);
            case TRAINER ->
                Map.of(
                        "WELLSTREAM_TRAINER_NAME",
                        name,
                        "WELLSTREAM_TRAINER_LOCK_FOLDER",
                        folder.run().toString(),
                        "WELLSTREAM_TRAINER_NATIVE_FOLDER",
                        LocalConfig.nativeCode().toString(),
                        "OMP_NUM_THREADS",
                        String.valueOf(config.threadsPerTrainer()));
            case INGEST, SCORER -> Map.of();
        };
    }
}
